import { newId } from '../../src/platform/unit-of-work.js';
import { asExpert, committee, drawnTender, experts, subjectOf } from './committees.js';
import { startAwards, type AwardsApp } from './fixture.js';
import {
  awardTo,
  declareNoConflict,
  events,
  findings,
  offers,
  openedTender,
  rulesOf,
  type OfferedBid,
  type OpenedTender,
} from './stories.js';

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());

const now = '2026-06-01T09:00:00+08:00';
const dueAt = '2026-06-01T10:00:00+08:00';
const text = { zh: '情况说明。', en: 'An explanation.' };

async function ask(tender: OpenedTender, suppliers: string[], over: object = {}, client = 'evaluator-chen') {
  const bids = suppliers.map((one) => tender.bids[one]);
  const caller = await app.as(client);
  return caller('post', `/v1/tenders/${tender.id}/inquiries`).send({ class: 'ambiguity', bids, question: text, dueAt, ...over });
}

interface Asked {
  id: string;
  supplierId: string;
  finding: Record<string, unknown> | null;
}
const askedOf = (answer: { body: unknown }, supplier: string): Asked =>
  (answer.body as { bids: Asked[] }).bids.find((one) => one.supplierId === app.organizations[supplier]) as Asked;

const reply = async (id: string, body: object = {}, client = 'supplier-shenda') =>
  (await app.as(client))('post', `/v1/inquiries/${id}/answer`).send({ text, ...body });
const judge = async (id: string, accepts: boolean, client = 'evaluator-chen') =>
  (await app.as(client))('post', `/v1/inquiries/${id}/opinions`).send({ accepts, reasons: text });
const evaluate = async (tender: OpenedTender, bids: object[] = findings(tender, { hujiang: 95 }), client = 'evaluator-chen') =>
  (await app.as(client))('post', `/v1/tenders/${tender.id}/evaluations`).send({ bids });

async function ready(over: Parameters<typeof openedTender>[1] = {}): Promise<OpenedTender> {
  await app.setClock(now);
  const tender = await openedTender(app, over);
  await declareNoConflict(app, 'evaluator-chen', tender.id);
  return tender;
}

interface Report {
  rejected: { bidId: string; breaches: { rule: string }[] }[];
  prices: { bidId: string; price: string }[];
}
async function reportOf(tender: OpenedTender): Promise<Report> {
  const answer = await (await app.as('procurer-wang'))('get', `/v1/tenders/${tender.id}/evaluation-report`);
  return (answer.body as { report: Report }).report;
}

describe('a clarification (澄清、说明、补正)', () => {
  it('asks all that are named at once, is answered in time, judged, and stands in the record', async () => {
    const tender = await ready();
    const asked = await ask(tender, ['shenda', 'hujiang']);
    expect([asked.status, asked.body]).toMatchObject([
      201,
      { class: 'ambiguity', round: 1, bids: [{ state: 'asked' }, { state: 'asked' }] },
    ]);
    const [first, second] = [askedOf(asked, 'shenda').id, askedOf(asked, 'hujiang').id];
    expect((await reply(first, {}, 'supplier-hujiang')).status).toBe(404);
    expect(rulesOf(await reply(first, { confirmsPrice: true }))).toEqual(['inquiry.confirmation-missing']);
    expect((await reply(first, { evidence: ['检测报告'] })).body).toMatchObject({
      state: 'answered',
      answer: { text, evidence: ['检测报告'] },
    });
    expect(rulesOf(await reply(first))).toEqual(['inquiry.already-answered']);
    expect(rulesOf(await evaluate(tender))).toEqual(['inquiry.undecided']);
    expect(rulesOf(await judge(second, true))).toEqual(['inquiry.not-over']);
    expect((await judge(first, true)).body).toMatchObject({ state: 'accepted' });
    expect(rulesOf(await judge(first, true))).toEqual(['inquiry.already-decided']);
    await app.setClock(dueAt);
    expect(rulesOf(await reply(second, {}, 'supplier-hujiang'))).toEqual(['inquiry.answer-late']);
    expect((await judge(second, false)).body).toMatchObject({ state: 'refused' });
    expect((await evaluate(tender)).status).toBe(201);
    const { rejected } = await reportOf(tender);
    expect(rejected.map((one) => [one.bidId, one.breaches.map(({ rule }) => rule)])).toEqual([
      [tender.bids['hujiang'], ['evaluation.defect-stands']],
    ]);
    for (const [type, count] of Object.entries({ 'inquiry.asked': 1, 'inquiry.answered': 1, 'inquiry.judged': 2 }))
      expect([type, (await events(app, tender.id, type)).length]).toEqual([type, count]);
    expect(
      await app.sql(`SELECT type FROM audit_entries WHERE subject_id = $1 AND type = 'inquiry.answer-refused'`, [second]),
    ).toHaveLength(1);
  });

  it('is raised once for a kind of defect, with time enough, by who evaluates without a conflict', async () => {
    const tender = await ready();
    expect(rulesOf(await ask(tender, ['shenda'], {}, 'evaluator-lin'))).toEqual(['evaluation.conflict-undeclared']);
    expect(rulesOf(await ask(tender, ['shenda'], { dueAt: '2026-06-01T09:29:59+08:00' }))).toEqual(['inquiry.answer-time-short']);
    expect((await ask(tender, ['shenda'])).status).toBe(201);
    expect(rulesOf(await ask(tender, ['hujiang']))).toEqual(['inquiry.class-already-asked']);
    expect((await ask(tender, ['shenda'], { class: 'formality', bids: [newId()] })).status).toBe(422);
    expect((await ask(tender, ['shenda'], { class: 'price' })).status).toBe(422);
    await app.setClock(dueAt);
    await expect(
      app.sql(`UPDATE inquiry_bids SET answer = '{}', answered_at = platform_now(), state = 'answered' WHERE tender_id = $1`, [
        tender.id,
      ]),
    ).rejects.toThrow('inquiry.answer-late');
  });

  it('is read by its bidder alone, and whole by the panel and who oversees', async () => {
    const tender = await ready();
    const { id } = askedOf(await ask(tender, ['shenda']), 'shenda');
    const read = async (client: string, path: string) => (await app.as(client))('get', path);
    expect((await read('supplier-shenda', `/v1/inquiries/${id}`)).body).toMatchObject({ id, state: 'asked' });
    expect((await read('supplier-hujiang', `/v1/inquiries/${id}`)).status).toBe(404);
    const mine = `/v1/tenders/${tender.id}/inquiries/mine`;
    expect((await read('supplier-shenda', mine)).body).toMatchObject({ items: [{ id, question: text }] });
    expect((await read('supplier-hujiang', mine)).body).toEqual({ items: [], next: null });
    const duties = (await read('supplier-shenda', '/v1/me/duties?limit=100')).body as { items: object[] };
    expect(duties.items).toContainEqual(
      expect.objectContaining({ kind: 'inquiry.answer', subject: { kind: 'inquiry-bid', id } }),
    );
    const all = `/v1/tenders/${tender.id}/inquiries`;
    for (const client of ['evaluator-chen', 'procurer-wang', 'auditor-feng'])
      expect((await read(client, all)).body).toMatchObject({ items: [{ bids: [{ id, opinions: [] }] }] });
    expect((await read('evaluator-lin', all)).status).toBe(404);
  });

  it('is read page by page, by the panel as by its bidder', async () => {
    const tender = await ready();
    const asked: string[] = [];
    for (const kind of ['ambiguity', 'inconsistency', 'clerical-error'])
      asked.push(((await ask(tender, ['shenda'], { class: kind })).body as { id: string }).id);
    const pages = async (client: string, path: string): Promise<string[][]> => {
      const seen: string[][] = [];
      for (let after = ''; ;) {
        const { items, next } = (await (await app.as(client))('get', `${path}?limit=2${after}`)).body as {
          items: { id: string; inquiryId?: string }[];
          next: string | null;
        };
        seen.push(items.map((one) => one.inquiryId ?? one.id));
        if (next === null) return seen;
        after = `&after=${next}`;
      }
    };
    expect(asked).toHaveLength(new Set(asked).size);
    expect(await pages('evaluator-chen', `/v1/tenders/${tender.id}/inquiries`)).toEqual([asked.slice(0, 2), asked.slice(2)]);
    const newest = [...asked].reverse();
    expect(await pages('supplier-shenda', `/v1/tenders/${tender.id}/inquiries/mine`)).toEqual([
      newest.slice(0, 2),
      newest.slice(2),
    ]);
  });

  it('of two answers at once takes one', async () => {
    const tender = await ready();
    const { id } = askedOf(await ask(tender, ['shenda']), 'shenda');
    const answers = await Promise.all([reply(id), reply(id)]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
  });
});

describe('a price that contradicts itself (87号令 art. 59)', () => {
  const items = { items: [{ id: 'mri', description: { zh: '主机' }, quantity: '2' }] };
  const priced = (unit: string): Partial<OfferedBid> => ({
    items: [{ id: 'mri', unitPrice: { amount: unit, currency: 'CNY' } }],
  });
  const contradictory = (): OfferedBid[] => [
    { supplier: 'shenda', price: '1000000.00', ...priced('400000.00') },
    { supplier: 'hujiang', price: '1100000.00', ...priced('550000.00') },
    { supplier: 'rheinland', price: '1250000.00', ...priced('650000.00') },
  ];

  it('is asked of all of them; the confirmed price is evaluated and awarded, the one read out stays in the minutes', async () => {
    const tender = await ready({ content: items, offers: contradictory() });
    expect(await ask(tender, ['shenda'], { class: 'arithmetic' })).toMatchObject({
      body: { errors: [{ rule: 'inquiry.bids-left-out', pointer: '#/bids' }] },
    });
    expect((await ask(tender, ['shenda', 'rheinland', 'hujiang'], { class: 'arithmetic' })).status).toBe(422);
    const asked = await ask(tender, ['shenda', 'rheinland'], { class: 'arithmetic' });
    expect(askedOf(asked, 'shenda').finding).toEqual({ ground: 'unit-prices-over-total', corrected: '800000.00' });
    const [confirmed, refused] = [askedOf(asked, 'shenda').id, askedOf(asked, 'rheinland').id];
    expect(rulesOf(await reply(confirmed))).toEqual(['inquiry.confirmation-missing']);
    await reply(confirmed, { confirmsPrice: true });
    await reply(refused, { confirmsPrice: false }, 'supplier-rheinland');
    await judge(confirmed, true);
    await judge(refused, false);
    expect((await evaluate(tender, findings(tender, { shenda: 99 }))).status).toBe(201);
    const report = await reportOf(tender);
    expect(report.prices.find((one) => one.bidId === tender.bids['shenda'])?.price).toBe('800000.00');
    expect(report.rejected.map((one) => one.breaches.map(({ rule }) => rule))).toEqual([['evaluation.correction-unconfirmed']]);
    expect(await app.sql('SELECT price::text FROM opened_bids WHERE id = $1', [tender.bids['shenda']])).toEqual([
      { price: '1000000.00' },
    ]);
    expect(
      await app.sql('SELECT corrected::text, read_out::text FROM price_corrections WHERE bid_id = $1', [tender.bids['shenda']]),
    ).toEqual([{ corrected: '800000.00', read_out: '1000000.00' }]);
  });
});

describe('an abnormally low price (财库〔2026〕2号)', () => {
  const low = (): OfferedBid[] => offers.map((one) => (one.supplier === 'shenda' ? { ...one, price: '300000.00' } : one));
  const refusing = (tender: OpenedTender) =>
    findings(tender, { hujiang: 95 }).map((one) =>
      one['bidId'] === tender.bids['shenda'] ? { ...one, qualified: false, reasons: text, lowPrice: true, scores: [] } : one,
    );

  it('is refused only after its bidder was asked and the panel found against it', async () => {
    const tender = await ready({ offers: low() });
    const early = await evaluate(tender, refusing(tender));
    expect([early.status, rulesOf(early)]).toEqual([422, ['evaluation.low-price-not-asked']]);
    expect(rulesOf(await ask(tender, ['shenda'], { class: 'low-price', dueAt: '2026-06-01T09:29:59+08:00' }))).toEqual([
      'inquiry.low-price-time-short',
    ]);
    const asked = await ask(tender, ['shenda'], { class: 'low-price' });
    expect(askedOf(asked, 'shenda').finding).toEqual({ lowPrice: ['mean', 'secondLowest', 'ceiling'] });
    const { id } = askedOf(asked, 'shenda');
    await reply(id, { evidence: ['成本明细'] });
    expect((await judge(id, false)).body).toMatchObject({ state: 'refused' });
    expect((await evaluate(tender, refusing(tender))).status).toBe(201);
    const [rejection] = (await reportOf(tender)).rejected;
    expect([rejection?.bidId, rejection?.breaches.map((one) => one.rule)]).toEqual([
      tender.bids['shenda'],
      ['evaluation.price-unjustified'],
    ]);
  });

  it('that is explained stands, and is awarded with its warning', async () => {
    const tender = await ready({ offers: low() });
    const { id } = askedOf(await ask(tender, ['shenda'], { class: 'low-price' }), 'shenda');
    await reply(id);
    await judge(id, true);
    expect((await evaluate(tender, findings(tender, { shenda: 95 }))).status).toBe(201);
    expect((await awardTo(app, tender, 'shenda')).body).toMatchObject({
      warnings: [{ rule: 'evaluation.price-abnormally-low' }],
    });
  });

  it('is examined before the report of a drawn committee, by the majority of its members', async () => {
    await experts(app, 6);
    const tender = await drawnTender(app, { offers: low() });
    for (const subject of tender.sitting)
      await (await asExpert(app, subject))('post', `/v1/tenders/${tender.id}/conflict-declarations`).send({ hasConflict: false });
    const [first = '', ...others] = tender.sitting;
    const send = async (subject: string, path: string, body: object) => (await asExpert(app, subject))('post', path).send(body);
    const finding = { bids: findings(tender, { hujiang: 95 }) };
    for (const subject of others) await send(subject, `/v1/tenders/${tender.id}/evaluations`, finding);
    expect(rulesOf(await send(first, `/v1/tenders/${tender.id}/evaluations`, finding))).toEqual([
      'evaluation.low-price-unexamined',
    ]);
    const asked = await send(first, `/v1/tenders/${tender.id}/inquiries`, {
      class: 'low-price',
      bids: [tender.bids['shenda']],
      question: text,
      dueAt,
    });
    const { id } = askedOf(asked, 'shenda');
    await reply(id);
    const opinion = (accepts: boolean) => ({ accepts, reasons: text });
    const path = `/v1/inquiries/${id}/opinions`;
    expect((await send(first, path, opinion(false))).body).toMatchObject({ state: 'answered' });
    expect(rulesOf(await send(first, path, opinion(true)))).toEqual(['inquiry.already-spoken']);
    for (const subject of others.slice(0, 2)) await send(subject, path, opinion(true));
    expect((await send(others[2] as string, path, opinion(true))).body).toMatchObject({ state: 'accepted' });
    expect((await send(first, `/v1/tenders/${tender.id}/evaluations`, finding)).body).toMatchObject({
      reportId: expect.any(String) as string,
    });
  });
});

describe('the report (实施条例 art. 41)', () => {
  async function evaluated() {
    await app.setClock(now);
    const tender = await drawnTender(app);
    for (const subject of tender.sitting) {
      const caller = await asExpert(app, subject);
      await caller('post', `/v1/tenders/${tender.id}/conflict-declarations`).send({ hasConflict: false });
      await caller('post', `/v1/tenders/${tender.id}/evaluations`).send({ bids: findings(tender, { hujiang: 95 }) });
    }
    return tender;
  }
  const signing = async (subject: string, tenderId: string, body: object) =>
    (await asExpert(app, subject))('post', `/v1/tenders/${tenderId}/evaluation-report/signatures`).send(body);

  it('is signed by every member, with dissent and reasons, before the award; silence becomes agreement', async () => {
    const tender = await evaluated();
    const [dissenting = '', ...others] = tender.sitting;
    const waiting = (await (await asExpert(app, dissenting))('get', '/v1/me/duties')).body as { items: object[] };
    expect(waiting.items).toContainEqual(expect.objectContaining({ kind: 'report.sign', tenderId: tender.id }));
    expect(
      (
        await (
          await asExpert(app, dissenting)
        )('post', `/v1/tenders/${tender.id}/conflict-declarations`).send({ hasConflict: false })
      ).status,
    ).toBe(201);
    expect(rulesOf(await signing(dissenting, tender.id, { agrees: false }))).toEqual(['report.dissent-without-reasons']);
    expect((await signing(dissenting, tender.id, { agrees: false, reasons: text })).body).toMatchObject({
      agrees: false,
      reasons: text,
    });
    expect(rulesOf(await signing(dissenting, tender.id, { agrees: true }))).toEqual(['report.already-signed']);
    expect((await signing(others[0] as string, tender.id, { agrees: true })).status).toBe(201);
    const early = await awardTo(app, tender, 'hujiang');
    expect([early.status, early.body]).toMatchObject([409, { errors: [{ rule: 'report.unsigned' }] }]);
    await app.setClock('2026-06-03T00:00:00+08:00');
    const awarded = await awardTo(app, tender, 'hujiang');
    expect(awarded.status).toBe(201);
    expect(rulesOf(await signing(others[1] as string, tender.id, { agrees: true }))).toEqual(['tender.wrong-state']);
    expect(await events(app, tender.id, 'report.signed')).toMatchObject([
      { payload: { agrees: false } },
      { payload: { agrees: true } },
    ]);
    const shown = await app.http('get', `/v1/tenders/${tender.id}/committee`);
    expect([shown.status, (shown.body as { members: object[] }).members]).toMatchObject([
      200,
      tender.sitting.map(() => ({ evaluated: true })),
    ]);
    const notices = await app.sql<{ content: { committee: { members: { name: object }[] } } }>(
      `SELECT content FROM tender_notices WHERE tender_id = $1 AND kind = 'award'`,
      [tender.id],
    );
    expect(notices[0]?.content.committee.members).toHaveLength(5);
    await app.setClock(now);
  });

  it('is awarded at once where all have signed', async () => {
    const tender = await evaluated();
    for (const subject of tender.sitting) expect((await signing(subject, tender.id, { agrees: true })).status).toBe(201);
    expect((await awardTo(app, tender, 'hujiang')).status).toBe(201);
  });

  it('holds committee, draw, declarations, scores, answers, rejections and signatures, as JSON and as a page in both languages', async () => {
    const tender = await evaluated();
    await signing(tender.sitting[0] as string, tender.id, {
      agrees: false,
      reasons: { zh: '<评分>偏高', en: 'Scores too high' },
    });
    const path = `/v1/tenders/${tender.id}/evaluation-record`;
    const json = (await (await app.as('auditor-feng'))('get', path)).body as Record<string, unknown>;
    expect(json).toMatchObject({
      round: 1,
      state: 'valid',
      committee: {
        members: tender.sitting.map(() => ({ declaredConflict: false, evaluated: true })),
        draw: { algorithm: 'sha256-order-1' },
      },
      evaluations: tender.sitting.map(() => ({ counts: true, findings: [{}, {}, {}] })),
      outcome: { ranked: [{ rank: 1 }, {}, {}], rejected: [] },
      inquiries: [],
      signatures: [{ agrees: false }],
      bidders: [{ readOut: '1000000.00', corrected: null }, {}, {}],
    });
    const page = await (await asExpert(app, tender.sitting[1] as string))('get', path).set('accept', 'text/html');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const part of [
      '评审报告 Evaluation report',
      '评审委员会 Committee',
      '抽取 Draw',
      '&lt;评分&gt;偏高',
      'Scores too high',
      '排序 Ranking',
    ])
      expect(page.text).toContain(part);
    const { members } = await committee(app, tender.id);
    expect(await subjectOf(app, members[0]?.personId as string)).toBeDefined();
    for (const client of ['procurer-port', 'reviewer-xu', 'evaluator-chen'])
      expect([client, (await (await app.as(client))('get', path)).status]).toEqual([client, 404]);
    expect((await (await app.as('supplier-shenda'))('get', path)).status).toBe(403);
  });
});
