import { fulfil } from '../awards/stories.js';
import { openTogether } from '../custody/ceremony.js';
import { sealBid } from '../../src/bids/seal.js';
import { startTestApp, type TestApp } from '../app.js';
import { contentDigest } from '../content-digest.js';
import { enterFourth } from '../interop/openeu-people.js';
import {
  act,
  audited,
  contact,
  declare,
  done,
  look,
  matter,
  published,
  reasons,
  request,
  rulesOf,
  type JourneyTender,
} from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const yuan = (amount: string): object => ({ amount, currency: 'CNY' });
const documents = {
  lots: [
    { id: 'mri', title: { zh: '磁共振主机', en: 'MRI system' }, budget: yuan('9000000.00') },
    { id: 'monitors', title: { zh: '监护仪', en: 'Monitors' }, budget: yuan('2000000.00'), reservedFor: 'micro-small' },
    { id: 'care', title: { zh: '三年维保', en: 'Three years of maintenance' } },
  ],
  lotLimits: { awardMax: 1, order: ['mri', 'monitors', 'care'] },
};

/** What each bids for which lot, and of what size it is. The last is a large enterprise among three small ones. */
const bidders: Record<string, { size: string; lots: Record<string, string>; quality: string }> = {
  'supplier-shenda': { size: 'small', lots: { mri: '7900000.00', monitors: '1900000.00' }, quality: '96' },
  'supplier-hujiang': { size: 'micro', lots: { mri: '9000000.01', monitors: '1950000.00' }, quality: '70' },
  'supplier-rheinland': { size: 'small', lots: { mri: '8600000.00', monitors: '1800000.00' }, quality: '88' },
  'newcomer-qian': { size: 'large', lots: { mri: '8000000.00', monitors: '1500000.00', care: '900000.00' }, quality: '80' },
};

async function submit(tender: JourneyTender, client: string): Promise<void> {
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
async function openedBids(tender: JourneyTender): Promise<Record<string, string>> {
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

async function evaluated(tender: JourneyTender): Promise<Record<string, string>> {
  const ids = await openedBids(tender);
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

describe('art. 59: a procurement in lots lets small suppliers take part', () => {
  it('gives one lot to a small supplier, one to those it is reserved for, and leaves one, from the notice to the last acceptance', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    await enterFourth(app);
    const tender = await published(app, documents);
    for (const client of Object.keys(bidders)) await submit(tender, client);
    const ids = await evaluated(tender);
    const { report } = done(await look(app, 'procurer-wang', `${tender.path}/evaluation-report`)).body as unknown as {
      report: {
        lots: { lotId: string; ranked: { bidId: string }[]; rejected: { bidId: string; breaches: { rule: string }[] }[] }[];
      };
    };
    expect(report.lots.map(({ ranked, rejected }) => [ranked.length, rejected.map((one) => one.breaches[0]?.rule)])).toEqual([
      [3, ['award.over-budget']],
      [3, ['sme.reserved-for-others']],
      [1, []],
    ]);

    await app.setClock('2026-04-14T09:00:00+08:00');
    const lots = (monitors: string) => [
      { lotId: 'mri', bidId: ids['supplier-shenda'], reasons },
      { lotId: 'monitors', bidId: ids[monitors], reasons },
      {
        lotId: 'care',
        nonAward: { code: 'one-admis', explanation: { zh: '仅收到一份投标。', en: 'One bid alone came in.' } },
      },
    ];
    const awards = `${tender.path}/awards`;
    const second = await act(app, 'procurer-wang', 'post', awards, { lots: lots('supplier-shenda') }, tender.path);
    expect(rulesOf(second)).toEqual(['award.lot-limit-reached']);
    const made = done(await act(app, 'procurer-wang', 'post', awards, { lots: lots('supplier-rheinland') }, tender.path));
    const byLot = Object.fromEntries(
      (made.body as unknown as { awards: { id: string; lotId: string }[] }).awards.map(({ id, lotId }) => [lotId, id]),
    ) as Record<'mri' | 'monitors', string>;

    const asked = done(await act(app, 'newcomer-qian', 'post', `/v1/awards/${byLot.mri}/debriefs`));
    expect(asked.body).toMatchObject({ ownResult: { rank: 3 } });
    const evidence = { fact: 'sme-size', evidence: ['2025年度审计报告：从业人员48人，营业收入3200万元。'] };
    for (const [client, id] of [
      ['supplier-shenda', byLot.mri],
      ['supplier-rheinland', byLot.monitors],
    ] as const)
      done(await act(app, client, 'post', `/v1/awards/${id}/evidence`, evidence));
    const review = { subject: 'result', lotIds: ['mri'], matters: [matter], request, contact };
    const filed = done(await act(app, 'newcomer-qian', 'post', `${tender.path}/challenges`, review));
    expect((await act(app, 'newcomer-qian', 'post', `${tender.path}/challenges`, { ...review, lotIds: ['x'] })).status).toBe(422);

    await app.setClock('2026-05-06T09:00:00+08:00');
    const sign = (lot: 'mri' | 'monitors', amount: string) =>
      act(app, 'procurer-wang', 'post', `${tender.path}/contracts`, { awardId: byLot[lot], amount: yuan(amount) }, tender.path);
    const monitors = done(await sign('monitors', '1800000.00'));
    expect(rulesOf(await sign('mri', '7900000.00'))).toEqual(['contract.challenge-open']);
    const challengePath = `/v1/challenges/${filed.body.id}`;
    done(await act(app, 'newcomer-qian', 'post', `${challengePath}/withdrawal`, undefined, challengePath));
    const mri = done(await sign('mri', '7900000.00'));
    expect(done(await look(app, null, tender.path)).body.state).toBe('contracted');

    for (const [{ body }, on, amount] of [
      [monitors, '2026-06-01', '1800000.00'],
      [mri, '2026-06-10', '7900000.00'],
    ] as const) {
      await app.setClock(`${on}T09:00:00+08:00`);
      const contract = `/v1/contracts/${body.id}`;
      await fulfil(app, contract, { on, amount });
      done(await act(app, 'procurer-wang', 'post', `${contract}/completion`, { kind: 'acceptance', on }, contract));
    }
    expect(done(await look(app, null, tender.path)).body).toMatchObject({ state: 'completed', endedOn: '2026-06-10' });
    const year = done(await look(app, null, '/v1/statistics/small-suppliers?year=2026')).body;
    expect(year).toMatchObject({
      awarded: { count: 2 },
      signed: { count: 2, bySize: { small: { count: 2 } } },
      reserved: { whole: { count: 0 }, lots: { count: 1, value: yuan('2000000.00') } },
    });
    expect(await audited(app, 'contract.signed', tender.id)).toBe(2);
    expect(await audited(app, 'tender.awarded', tender.id)).toBe(1);
  });
});
