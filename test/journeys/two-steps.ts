import { offers, payloadOf } from '../../seeds/demo-data.js';
import { sealBid } from '../../src/bids/seal.js';
import { crowd, type CrowdMember } from '../bids/crowd.js';
import { uploaded } from '../bids/uploading.js';
import type { Caller, TestApp } from '../app.js';
import { openTogether, rehearsed, type Locked } from '../custody/ceremony.js';
import { act, answered, declare, done, draft, look, publish, recipientsOf, type Answered } from './steps.js';

/** A published tender whose bids have two envelopes, with the locks of both. */
export interface TwoStepTender {
  id: string;
  path: string;
  locks: Record<'qualification' | 'price', Locked>;
}

export type Envelopes = Record<'qualification' | 'price', object>;

export async function publishedInTwo(app: TestApp, over: object = {}): Promise<TwoStepTender> {
  const { id } = done(await draft(app, { openingSteps: 'two', ...over })).body;
  const path = `/v1/tenders/${id}`;
  const qualification = await rehearsed(app, id, { envelope: 'qualification' });
  const price = await rehearsed(app, id, { envelope: 'price' });
  done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
  done(await publish(app, { id, path, locked: qualification, recipients: recipientsOf(qualification) }));
  return { id, path, locks: { qualification, price } };
}

/** What a demo supplier offers, in two. */
export function inTwo(tenderId: string, client: string, over: Partial<Envelopes> = {}): Envelopes {
  const offer = offers.find((one) => one.client === client) as (typeof offers)[number];
  const { format: _format, price, ...rest } = payloadOf(tenderId, offer);
  return {
    qualification: { ...rest, format: 'ftz-qualification-1', ...over.qualification },
    price: { format: 'ftz-price-1', tenderId, price, documents: [], ...over.price },
  };
}

export async function sealedInTwo({ locks }: TwoStepTender, envelopes: Envelopes): Promise<Record<keyof Envelopes, Buffer>> {
  const sealed = async (of: keyof Envelopes): Promise<Buffer> => {
    const { A, B } = recipientsOf(locks[of]);
    return Buffer.from(await sealBid(envelopes[of], A, B));
  };
  return { qualification: await sealed('qualification'), price: await sealed('price') };
}

/** Both files are uploaded and handed in by one act. */
export async function handIn(
  caller: Caller,
  tender: TwoStepTender,
  files: Record<keyof Envelopes, Buffer>,
  verb: 'post' | 'put' = 'post',
): Promise<Answered> {
  const uploadId = await uploaded(caller, tender, files.qualification);
  const priceUploadId = await uploaded(caller, tender, files.price);
  const path = `${tender.path}/bids${verb === 'put' ? '/mine' : ''}`;
  return answered(await caller(verb, path).send({ uploadId, priceUploadId }));
}

export async function bidInTwo(
  app: TestApp,
  tender: TwoStepTender,
  client: string,
  over: Partial<Envelopes> = {},
): Promise<Answered> {
  return handIn(await app.as(client), tender, await sealedInTwo(tender, inTwo(tender.id, client, over)));
}

/** A bid of a fourth supplier, so that three are left where one does not qualify. */
export async function fourthBid(app: TestApp, tender: TwoStepTender, amount = '10999999.00'): Promise<Answered> {
  const [{ caller }] = (await crowd(app, 1)) as [CrowdMember];
  const price = { price: { amount, currency: 'CNY' } };
  return handIn(caller, tender, await sealedInTwo(tender, inTwo(tender.id, 'supplier-shenda', { price })));
}

export interface TwoStepMinutes {
  format: string;
  envelope: string;
  openedAt: string;
  openableAt: string;
  bids: {
    bidId: string;
    supplierId: string;
    ciphertextSha256: string;
    result: string;
    price: { amount: string } | null;
    sealedPrice?: { ciphertextSha256: string; bytes: number };
    defect: { rule: string; cause: string } | null;
  }[];
  unopened?: { bidId: string; ciphertextSha256: string; reason: string }[];
}

export async function minutesOf(app: TestApp, { path }: TwoStepTender, envelope?: 'price'): Promise<TwoStepMinutes> {
  const query = envelope === undefined ? '' : `?envelope=${envelope}`;
  return done(await look(app, null, `${path}/opening${query}`)).body['minutes'] as TwoStepMinutes;
}

/** Bids of all demo suppliers, by client in the order of receipt, their first envelopes open. */
export async function firstOpened(
  app: TestApp,
  over: Record<string, Partial<Envelopes>> = {},
  content: object = {},
): Promise<TwoStepTender & { bids: Record<string, string> }> {
  const tender = await publishedInTwo(app, content);
  const bids: Record<string, string> = {};
  for (const { client } of offers) bids[client] = done(await bidInTwo(app, tender, client, over[client])).body.id;
  bids['fourth'] = done(await fourthBid(app, tender)).body.id;
  await app.setClock('2026-04-13T10:00:00+08:00');
  await openTogether(app, tender.locks.qualification);
  return { ...tender, bids };
}

export const unfit = { zh: '未提供医疗器械注册证。', en: 'No registration of the medical device.' };

/** The evaluator's findings on the first envelopes; who is named does not qualify. */
export function judge(
  app: TestApp,
  { path }: TwoStepTender,
  bids: readonly string[],
  unqualified: readonly string[] = [],
): Promise<Answered> {
  const findings = bids.map((bidId) =>
    unqualified.includes(bidId) ? { bidId, qualified: false, reasons: unfit } : { bidId, qualified: true },
  );
  return act(app, 'evaluator-chen', 'post', `${path}/qualifications`, { bids: findings });
}

export const pricesOpenAt = '2026-04-15T10:00:00+08:00';

export function announce(app: TestApp, { path }: TwoStepTender, opensAt = pricesOpenAt, tagged = path): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `${path}/price-opening`, { opensAt }, tagged);
}

/** The first envelopes judged, the second opening announced. The clock stays before it. */
export async function judged(
  app: TestApp,
  unqualified: readonly string[] = [],
  over: Record<string, Partial<Envelopes>> = {},
): Promise<TwoStepTender & { bids: Record<string, string> }> {
  const tender = await firstOpened(app, over);
  await declare(app, { ...tender, locked: tender.locks.qualification, recipients: recipientsOf(tender.locks.qualification) });
  const clients = unqualified.map((client) => tender.bids[client] as string);
  done(await judge(app, tender, Object.values(tender.bids), clients));
  done(await announce(app, tender));
  return tender;
}
