import { sealBid } from '../../src/bids/seal.js';
import type { TestApp } from '../app.js';
import { contentDigest } from '../content-digest.js';
import { openTogether } from '../custody/ceremony.js';
import { act, declare, done, look, reasons, type JourneyTender } from './steps.js';

export const yuan = (amount: string): object => ({ amount, currency: 'CNY' });
export const documents = {
  lots: [
    { id: 'mri', title: { zh: '磁共振主机', en: 'MRI system' }, budget: yuan('9000000.00') },
    { id: 'monitors', title: { zh: '监护仪', en: 'Monitors' }, budget: yuan('2000000.00'), reservedFor: 'micro-small' },
    { id: 'care', title: { zh: '三年维保', en: 'Three years of maintenance' } },
  ],
  lotLimits: { awardMax: 1, order: ['mri', 'monitors', 'care'] },
};

/** What each bids for which lot, and of what size it is. The last is a large enterprise among three small ones. */
export const bidders: Record<string, { size: string; lots: Record<string, string>; quality: string }> = {
  'supplier-shenda': { size: 'small', lots: { mri: '7900000.00', monitors: '1900000.00' }, quality: '96' },
  'supplier-hujiang': { size: 'micro', lots: { mri: '9000000.01', monitors: '1950000.00' }, quality: '70' },
  'supplier-rheinland': { size: 'small', lots: { mri: '8600000.00', monitors: '1800000.00' }, quality: '88' },
  'newcomer-qian': { size: 'large', lots: { mri: '8000000.00', monitors: '1500000.00', care: '900000.00' }, quality: '80' },
};

export async function submit(app: TestApp, tender: JourneyTender, client: string): Promise<void> {
  const { size, lots } = bidders[client] as (typeof bidders)[string];
  const fen = Object.values(lots)
    .reduce((sum, one) => sum + BigInt(one.replace('.', '')), 0n)
    .toString();
  const payload = {
    format: 'ftz-bid-1',
    tenderId: tender.id,
    price: yuan(`${fen.slice(0, -2)}.${fen.slice(-2)}`),
    lots: Object.entries(lots).map(([id, amount]) => ({ id, price: yuan(amount) })),
    offer: { zh: '按所投标包供货。', en: 'Supply of the lots bid for.' },
    answers: {},
    tradeSecrets: [],
    smeDeclaration: { size },
    documents: [],
  };
  const sealed = Buffer.from(await sealBid(payload, tender.recipients.A, tender.recipients.B));
  const caller = await app.as(client);
  await caller('post', `${tender.path}/bids`)
    .set('content-type', 'application/age')
    .set('content-digest', contentDigest(sealed))
    .send(sealed)
    .expect(201);
}

/** Bid ids by client, read off the minutes by the total. */
async function openedBids(app: TestApp, tender: JourneyTender): Promise<Record<string, string>> {
  await app.setClock('2026-04-13T10:00:00+08:00');
  await openTogether(app, tender.locked);
  const { bids } = done(await look(app, null, `${tender.path}/opening`)).body['minutes'] as {
    bids: { bidId: string; lots: { id: string; price: { amount: string } }[] }[];
  };
  const named = Object.entries(bidders).map(([client, { lots }]) => {
    const line = bids.find((one) => one.lots.find(({ id }) => id === 'mri')?.price.amount === lots['mri']);
    return [client, line?.bidId ?? ''];
  });
  return Object.fromEntries(named) as Record<string, string>;
}

export async function evaluated(app: TestApp, tender: JourneyTender): Promise<Record<string, string>> {
  const ids = await openedBids(app, tender);
  await declare(app, tender);
  const bids = Object.entries(bidders).flatMap(([client, { lots, quality }]) =>
    Object.keys(lots).map((lotId) => ({
      bidId: ids[client],
      lotId,
      qualified: true,
      scores: [{ criterionId: 'quality', score: quality }],
    })),
  );
  done(await act(app, 'evaluator-chen', 'post', `${tender.path}/evaluations`, { bids }));
  return ids;
}

/** What is decided of each lot, with the monitors for whoever is named. */
export function decisions(ids: Record<string, string>, monitors: string): object[] {
  return [
    { lotId: 'mri', bidId: ids['supplier-shenda'], reasons },
    { lotId: 'monitors', bidId: ids[monitors], reasons },
    {
      lotId: 'care',
      nonAward: { code: 'one-admis', explanation: { zh: '仅收到一份投标。', en: 'One bid alone came in.' } },
    },
  ];
}

/** Awards the lots; gives the award of each by its lot. */
export async function awardLots(
  app: TestApp,
  tender: JourneyTender,
  lots: object[],
): Promise<Record<'mri' | 'monitors', string>> {
  const made = done(await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, { lots }, tender.path));
  const { awards } = made.body as unknown as { awards: { id: string; lotId: string }[] };
  return Object.fromEntries(awards.map(({ id, lotId }) => [lotId, id])) as Record<'mri' | 'monitors', string>;
}
