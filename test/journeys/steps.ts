import type supertest from 'supertest';
import { contentDigest } from '../content-digest.js';
import { mriTender, offers, payloadOf } from '../../seeds/demo-data.js';
import { sealBid } from '../../src/bids/seal.js';
import type { TestApp } from '../app.js';
import { openTogether, rehearsed, type Locked } from '../custody/ceremony.js';

export interface Answered {
  status: number;
  body: Record<string, unknown> & { id: string; state: string; errors?: { rule?: string; derivation?: unknown }[] };
  headers: Record<string, string>;
}

export interface JourneyTender {
  id: string;
  path: string;
  /** What was dealt of both locks, and to whom. */
  locked: Locked;
  recipients: { A: string; B: string };
}

export interface Opened extends JourneyTender {
  /** Bid ids by demo client. */
  bids: Record<string, string>;
}

export const closing = mriTender.bidsCloseAt;
export const winner = 'supplier-rheinland';

/** A JSON act of a demo client; `tagged` is the ETag that goes into If-Match, or the path of the resource where the same client reads it. */
export async function act(
  app: TestApp,
  clientId: string,
  verb: 'post' | 'put' | 'patch',
  path: string,
  body?: object,
  tagged?: string,
): Promise<Answered> {
  const caller = await app.as(clientId);
  const request = caller(verb, path);
  if (tagged !== undefined) void request.set('if-match', tagged.startsWith('"') ? tagged : await tagOf(app, clientId, tagged));
  return answered(body === undefined ? await request : await request.send(body));
}

/** The entity tag of what stands there, for acts that are to be made on the same version. */
export async function tagOf(app: TestApp, clientId: string, path: string): Promise<string> {
  return (await (await app.as(clientId))('get', path)).headers['etag'] ?? '';
}

export function answered(answer: supertest.Response): Answered {
  return { status: answer.status, body: answer.body as Answered['body'], headers: answer.headers as Record<string, string> };
}

export async function look(app: TestApp, clientId: string | null, path: string): Promise<Answered> {
  return answered(clientId === null ? await app.http('get', path) : await (await app.as(clientId))('get', path));
}

/** The act must have succeeded. */
export function done(answer: Answered): Answered {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

export function rulesOf(answer: Answered): string[] {
  return (answer.body.errors ?? []).map((one) => one.rule ?? 'none');
}

/** How many audit entries of a type there are, for a tender or, without one, at all. */
export async function audited(app: TestApp, type: string, tenderId: string | null = null): Promise<number> {
  const rows = await app.sql<{ count: string }>(
    'SELECT count(*) FROM audit_entries WHERE type = $1 AND ($2::uuid IS NULL OR tender_id = $2)',
    [type, tenderId],
  );
  return Number(rows[0]?.count);
}

let classes = 0;

/** An item class that no other draft of this run has, nor contains: its purchases are added to nobody's. */
function classApart(category: string): string {
  classes += 1;
  const level = (place: number): string => String(1 + (Math.floor(classes / 99 ** place) % 99)).padStart(2, '0');
  return `${{ works: 'B', services: 'C' }[category] ?? 'A'}98${level(2)}${level(1)}${level(0)}`;
}

/** The demo's procurement. One whose item class is said to be null has a class apart, in the demo's budget year unless it names its own. */
export async function draft(app: TestApp, over: object = {}, by = 'procurer-wang'): Promise<Answered> {
  const body = { ...mriTender, ...over } as { category: string; itemClass: string | null; budgetYear: number | null };
  const itemClass = body.itemClass ?? classApart(body.category);
  return act(app, by, 'post', '/v1/tenders', { ...body, itemClass, budgetYear: body.budgetYear ?? mriTender.budgetYear });
}

/** Drafted, locked, rehearsed and approved, ready for publication. `prepare` acts on the draft. */
export async function approved(
  app: TestApp,
  over: object = {},
  prepare: (path: string) => Promise<void> = () => Promise.resolve(),
): Promise<JourneyTender> {
  const { id } = done(await draft(app, over)).body;
  const path = `/v1/tenders/${id}`;
  await prepare(path);
  const locked = await rehearsed(app, id);
  done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
  return { id, path, locked, recipients: recipientsOf(locked) };
}

export function recipientsOf({ deals }: Locked): JourneyTender['recipients'] {
  return { A: deals.A.recipient, B: deals.B.recipient };
}

export function publish(app: TestApp, tender: JourneyTender): Promise<Answered> {
  return act(app, 'approver-li', 'post', `${tender.path}/publication`, undefined, tender.path);
}

export async function published(app: TestApp, over: object = {}): Promise<JourneyTender> {
  const tender = await approved(app, over);
  done(await publish(app, tender));
  return tender;
}

export async function submit(
  app: TestApp,
  tender: JourneyTender,
  clientId: string,
  over: object = {},
  verb: 'post' | 'put' = 'post',
): Promise<Answered> {
  const offer = offers.find((one) => one.client === clientId) as (typeof offers)[number];
  const sealed = Buffer.from(
    await sealBid({ ...payloadOf(tender.id, offer), ...over }, tender.recipients.A, tender.recipients.B),
  );
  const caller = await app.as(clientId);
  return answered(
    await caller(verb, `${tender.path}/bids${verb === 'put' ? '/mine' : ''}`)
      .set('content-type', 'application/age')
      .set('content-digest', contentDigest(sealed))
      .send(sealed),
  );
}

/** Three bids, submitted and opened after the deadline. `over` changes payloads by client. */
export async function opened(
  app: TestApp,
  tender: JourneyTender,
  over: Record<string, object> = {},
  at = '2026-04-13T10:00:00+08:00',
): Promise<Opened> {
  for (const { client } of offers) done(await submit(app, tender, client, over[client]));
  await app.setClock(at);
  await openTogether(app, tender.locked);
  const minutes = done(await look(app, null, `${tender.path}/opening`)).body['minutes'] as {
    bids: { bidId: string; price: { amount: string } | null }[];
  };
  const bids = offers.map((offer) => {
    const price = (over[offer.client] as { price?: { amount: string } } | undefined)?.price?.amount ?? offer.price;
    return [offer.client, minutes.bids.find((one) => one.price?.amount === price)?.bidId ?? ''];
  });
  return { ...tender, bids: Object.fromEntries(bids) as Record<string, string> };
}

export interface Findings {
  /** Quality scores by client. */
  scores?: Record<string, string>;
  extra?: Record<string, object>;
}

export async function declare(app: TestApp, tender: JourneyTender): Promise<void> {
  for (const clientId of ['evaluator-chen', 'procurer-wang'])
    done(await act(app, clientId, 'post', `${tender.path}/conflict-declarations`, { hasConflict: false }));
}

export function evaluate(app: TestApp, tender: Opened, { scores = {}, extra = {} }: Findings = {}): Promise<Answered> {
  const quality: Record<string, string> = {
    'supplier-rheinland': '96',
    'supplier-shenda': '78',
    'supplier-hujiang': '70',
    ...scores,
  };
  const bids = Object.entries(tender.bids).map(([client, bidId]) => ({
    bidId,
    qualified: true,
    scores: [{ criterionId: 'quality', score: quality[client] }],
    ...extra[client],
  }));
  return act(app, 'evaluator-chen', 'post', `${tender.path}/evaluations`, { bids });
}

export const reasons = { zh: '综合得分最高。', en: 'The highest overall score.' };

/** Evaluated and awarded to the best, on 2026-04-14. */
export async function awarded(app: TestApp, tender: Opened, best = winner): Promise<string> {
  await declare(app, tender);
  done(await evaluate(app, tender));
  await app.setClock('2026-04-14T09:00:00+08:00');
  const award = await act(
    app,
    'procurer-wang',
    'post',
    `${tender.path}/awards`,
    { bidId: tender.bids[best], reasons },
    tender.path,
  );
  return done(award).body.id;
}

export function sign(app: TestApp, tender: JourneyTender, awardId: string, amount = '10400000.00'): Promise<Answered> {
  return act(
    app,
    'procurer-wang',
    'post',
    `${tender.path}/contracts`,
    { awardId, amount: { amount, currency: 'CNY' } },
    tender.path,
  );
}

export const matter = {
  statement: { zh: '评分标准未按公告适用。', en: 'The published criteria were not applied.' },
  facts: { zh: '技术性能得分与公告参数不符。', en: 'The technical score does not fit the published parameters.' },
  legalBasis: { zh: '国发〔2023〕23号第六部分', en: 'Guofa [2023] No. 23, part six' },
  evidence: ['opening-minutes'],
};
export const request = { zh: '请求重新评审。', en: 'To evaluate again.' };
export const contact = { name: '法务部', phone: '021-00000001', email: 'legal@shenda.example', address: '上海市浦东新区' };

export function challenge(app: TestApp, tender: JourneyTender, subject: string, clientId = 'supplier-shenda'): Promise<Answered> {
  return act(app, clientId, 'post', `${tender.path}/challenges`, { subject, matters: [matter], request, contact });
}
