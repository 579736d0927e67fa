import { newId } from '../../src/platform/unit-of-work.js';
import type { AwardsApp } from './fixture.js';

export interface OfferedBid {
  supplier: 'shenda' | 'hujiang' | 'rheinland';
  price: string;
  size?: 'micro' | 'small' | 'medium' | 'large';
  secrets?: string[];
  lots?: { id: string; price: { amount: string; currency: 'CNY' } }[];
  items?: { id: string; unitPrice: { amount: string; currency: 'CNY' } }[];
  defective?: boolean;
}
export interface OpenedTender {
  id: string;
  /** The bid's id by its supplier's key. */
  bids: Record<string, string>;
}
export const offers: OfferedBid[] = [
  { supplier: 'shenda', price: '1000000.00' },
  { supplier: 'hujiang', price: '1100000.00', secrets: ['镀膜工艺参数 7.25 微米'] },
  { supplier: 'rheinland', price: '1250000.00' },
];

const criteria = [
  { id: 'price', name: { zh: '价格', en: 'Price' }, kind: 'price', weight: '40', maxScore: '40' },
  { id: 'quality', name: { zh: '质量', en: 'Quality' }, kind: 'quality', weight: '60', maxScore: '100' },
];

const content = {
  purpose: 'publicService',
  contractForm: 'ordinary',
  byContract: true,
  specifications: [],
  awardMethod: 'weighted-score',
  criteria,
  reductions: [],
  lots: [],
  items: [],
};

let references = 0;

/** A tender whose bids were opened a day ago, written straight into the database: what comes before is shown by the stories of tenders and bids. */
export async function openedTender(
  app: AwardsApp,
  over: { offers?: OfferedBid[]; content?: Record<string, unknown>; category?: string; procurer?: string; budget?: string } = {},
): Promise<OpenedTender> {
  references += 1;
  const id = newId();
  await app.sql(
    `INSERT INTO tenders (id, version, reference_number, ocid, procurer_id, created_by, state, method, category, title, description, content, budget,
        warnings, approved_by, approved_at, published_by, published_at, documents_issued_at, bids_close_at, opens_at, opened_at, search_text, created_at)
     SELECT $1, 5, $2, $2, $3, $4, 'opened', 'open', $5, $6, $6, $7, $8, '[]', $9, t, $9, t, t, t + interval '40 days',
            t + interval '40 days 30 seconds', t + interval '41 days', '', t
       FROM (SELECT platform_now() - interval '42 days' AS t) AS moment`,
    [
      id,
      `SHFTZ-2026-${references}`,
      over.procurer ?? app.organizations['hospital'],
      await personOf(app, 'procurer-wang'),
      over.category ?? 'goods',
      { zh: '影像设备', en: 'Imaging equipment' },
      { ...content, ...over.content },
      over.budget ?? '2000000.00',
      await personOf(app, 'approver-li'),
    ],
  );
  const bids: Record<string, string> = {};
  for (const offer of over.offers ?? offers) bids[offer.supplier] = await insertBid(app, id, offer);
  return { id, bids };
}

async function personOf(app: AwardsApp, subject: string): Promise<string> {
  const rows = await app.sql<{ id: string }>('SELECT id FROM people WHERE subject = $1', [subject]);
  return (rows[0] as { id: string }).id;
}

async function insertBid(app: AwardsApp, tenderId: string, offer: OfferedBid): Promise<string> {
  const id = newId();
  const supplier = app.organizations[offer.supplier];
  await withoutReceiving(app, [
    `INSERT INTO bid_submissions (id, tender_id, supplier_id, person_id, action, version, ct_sha256, ct_sha512, ct_bytes, received_at, idempotency_key, fingerprint)
     VALUES ($1, $2, $3, $4, 'submission', 1, sha256('a'), sha512('a'), 1, platform_now() - interval '5 days', $5, '')`,
    [id, tenderId, supplier, await personOf(app, `supplier-${offer.supplier}`), id],
  ]);
  const payload = {
    price: { amount: offer.price, currency: 'CNY' },
    tradeSecrets: (offer.secrets ?? []).map((text) => ({ label: '标注', text })),
    ...(offer.items ? { items: offer.items } : {}),
    ...(offer.lots ? { lots: offer.lots } : {}),
    ...(offer.size ? { smeDeclaration: { size: offer.size } } : {}),
  };
  const [state, price, body, defect] = offer.defective
    ? ['defective', null, null, { cause: 'bidder' }]
    : ['opened', offer.price, payload, null];
  await app.sql(
    `INSERT INTO opened_bids (id, version, tender_id, supplier_id, state, ciphertext_sha256, received_at, opened_at, price, content, defect)
     VALUES ($1, 1, $2, $3, $4, 'x', platform_now() - interval '5 days', platform_now(), $5, $6, $7)`,
    [id, tenderId, supplier, state, price, body, defect],
  );
  return id;
}

/** The trigger that dates a bid would date it today; the owner puts it aside for this one row. */
async function withoutReceiving(app: AwardsApp, [text, params]: [string, unknown[]]): Promise<void> {
  await app.sql('ALTER TABLE bid_submissions DISABLE TRIGGER receive_bid');
  await app.sql(text, params);
  await app.sql('ALTER TABLE bid_submissions ENABLE ALWAYS TRIGGER receive_bid');
}

/** The rule ids of a problem, refusals first as the service gave them. */
export function rulesOf(answer: { body: unknown }): string[] {
  return ((answer.body as { errors?: { rule?: string }[] }).errors ?? []).map((one) => one.rule ?? 'none');
}

export async function declareNoConflict(app: AwardsApp, clientId: string, tenderId: string): Promise<void> {
  const answer = await (
    await app.as(clientId)
  )('post', `/v1/tenders/${tenderId}/conflict-declarations`).send({ hasConflict: false });
  if (answer.status !== 201) throw new Error(answer.text);
}

/** Findings that accept every bid, with a quality score by supplier. */
export function findings(tender: OpenedTender, scores: Record<string, number | string> = {}): Record<string, unknown>[] {
  return Object.entries(tender.bids).map(([supplier, bidId]) => ({
    bidId,
    qualified: true,
    scores: [{ criterionId: 'quality', score: scores[supplier] ?? 80 }],
  }));
}

/** Opened, declared and evaluated by one evaluator: 沪江 is best unless the scores say otherwise. */
export async function evaluatedTender(
  app: AwardsApp,
  over: Parameters<typeof openedTender>[1] & { scores?: Record<string, number | string> } = {},
): Promise<OpenedTender> {
  const tender = await openedTender(app, over);
  await declareNoConflict(app, 'evaluator-chen', tender.id);
  const chen = await app.as('evaluator-chen');
  const bids = findings(tender, over.scores ?? { hujiang: 95 }).map((one) =>
    over.content?.['awardMethod'] === 'lowest-price' ? { ...one, scores: [] } : one,
  );
  const answer = await chen('post', `/v1/tenders/${tender.id}/evaluations`).send({ bids });
  if (answer.status !== 201) throw new Error(answer.text);
  return tender;
}

export async function etagOfTender(app: AwardsApp, tenderId: string): Promise<string> {
  const [row] = await app.sql<{ version: number; state: string }>('SELECT version, state FROM tenders WHERE id = $1', [tenderId]);
  return `"${row?.version}-${row?.state}"`;
}

export const reasons = { zh: '评审得分最高', en: 'Highest evaluated score' };

export async function awardTo(app: AwardsApp, tender: OpenedTender, supplier: string, clientId = 'procurer-wang', etag?: string) {
  const match = etag ?? (await etagOfTender(app, tender.id));
  const caller = await app.as(clientId);
  return caller('post', `/v1/tenders/${tender.id}/awards`).set('if-match', match).send({ bidId: tender.bids[supplier], reasons });
}

export interface Fulfilment {
  /** The day of acceptance, delivery and payment. */
  on: string;
  amount: string;
  procurer?: string;
  approver?: string;
}

export const finalAcceptance = (heldOn: string): object => ({
  extent: 'final',
  outcome: 'accepted',
  heldOn,
  subject: { zh: '全部设备', en: 'All equipment' },
  participants: [
    { name: '王采购', organization: '医院', side: 'procurer' },
    { name: '胡江', organization: '沪江医疗', side: 'supplier' },
  ],
  findings: [{ requirement: '图像分辨率', met: true }],
});

/** Accepts a contract finally and pays it by two people, today. */
export async function fulfil(app: Pick<AwardsApp, 'as'>, contract: string, fulfilment: Fulfilment): Promise<void> {
  const { on, amount, procurer = 'procurer-wang', approver = 'approver-li' } = fulfilment;
  const act = async (who: string, path: string, body: object, etag?: string): Promise<string> => {
    const caller = (await app.as(who))('post', `${contract}/${path}`);
    const answer = await (etag === undefined ? caller : caller.set('if-match', etag)).send(body);
    if (answer.status !== 201) throw new Error(answer.text);
    return (answer.body as { id: string }).id;
  };
  await act(procurer, 'acceptances', finalAcceptance(on));
  const title = { zh: '验收款', en: 'On acceptance' };
  const id = await act(procurer, 'payments', { title, amount: { amount, currency: 'CNY' }, from: on, isFinal: true });
  await act(approver, `payments/${id}/approval`, {}, '"1-planned"');
  await act(procurer, `payments/${id}/settlement`, { on }, '"2-approved"');
}

/** Awarded to 沪江 at 1,100,000.00. */
export async function awardedTender(
  app: AwardsApp,
  over: Parameters<typeof evaluatedTender>[1] = {},
): Promise<OpenedTender & { awardId: string }> {
  const tender = await evaluatedTender(app, over);
  const answer = await awardTo(app, tender, 'hujiang');
  if (answer.status !== 201) throw new Error(answer.text);
  return { ...tender, awardId: (answer.body as { id: string }).id };
}

export async function events(
  app: AwardsApp,
  tenderId: string,
  type: string,
): Promise<{ article: number; payload: Record<string, unknown> }[]> {
  const rows = await app.sql<{ article: number; payload: string }>(
    `SELECT entry.article, body.payload FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id
      WHERE entry.tender_id = $1 AND entry.type = $2 ORDER BY entry.inserted`,
    [tenderId, type],
  );
  return rows.map((row) => ({
    article: row.article,
    payload: (JSON.parse(row.payload) as { payload: Record<string, unknown> }).payload,
  }));
}
