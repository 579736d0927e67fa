import { setAsideAward, setAsideEvaluation } from '../../src/awards/set-aside.js';
import { systemActor } from '../../src/platform/actor.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { lockTender } from '../../src/tenders/tender-life.js';
import { startAwards, type AwardsApp } from './fixture.js';
import {
  awardedTender,
  awardTo,
  declareNoConflict,
  etagOfTender,
  evaluatedTender,
  events,
  findings,
  offers,
  openedTender,
  reasons,
  rulesOf,
} from './stories.js';
import { rounds, tellCounts } from '../prove.js';

tellCounts(`races of award: ${rounds(1, 25).length} round(s) each`);

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());

const statesOf = async (tenderId: string) =>
  (await app.sql<{ state: string }>('SELECT state FROM opened_bids WHERE tender_id = $1 ORDER BY state', [tenderId])).map(
    (one) => one.state,
  );

describe('an award', () => {
  it('goes to the best bid; everybody is told at once and the standstill begins', async () => {
    await app.setClock('2026-02-13T10:00:00+08:00');
    const tender = await evaluatedTender(app);
    const answer = await awardTo(app, tender, 'hujiang');
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      state: 'active',
      amount: { amount: '1100000.00', currency: 'CNY' },
      resultNoticeEndsOn: '2026-02-14',
      standstillEndsAt: '2026-03-03T16:00:00.000000Z',
      standstill: {
        endsOn: '2026-03-03',
        derivation: { article: 60, result: '2026-03-03' },
      },
    });
    const { id } = answer.body as { id: string };
    expect((await app.http('get', `/v1/awards/${id}`)).body).toEqual(answer.body);
    expect((await app.http('get', `/v1/tenders/${tender.id}/awards`)).body).toEqual({ items: [answer.body], next: null });
    expect(await statesOf(tender.id)).toEqual(['successful', 'unsuccessful', 'unsuccessful']);
    const [row] = await app.sql<{ state: string; at: string }>(
      'SELECT state, utc_text(standstill_ends_at) AS at FROM tenders WHERE id = $1',
      [tender.id],
    );
    expect(row).toEqual({ state: 'awarded', at: '2026-03-03T16:00:00.000000Z' });
    expect(
      await app.sql(`SELECT content ->> 'amount' FROM tender_notices WHERE tender_id = $1 AND kind = 'award'`, [tender.id]),
    ).toHaveLength(1);
    expect(await events(app, tender.id, 'tender.awarded')).toMatchObject([
      { article: 56, payload: { amount: '1100000.00', standstillEndsOn: '2026-03-03' } },
    ]);
    await app.drain();
    expect(
      await app.sql(`SELECT id FROM deliveries WHERE tender_id = $1 AND topic = 'tender.awarded'`, [tender.id]),
    ).toHaveLength(3);
  });

  it('in works stands still by the ten days alone (rulebook P8)', async () => {
    await app.setClock('2026-02-13T10:00:00+08:00');
    const tender = await evaluatedTender(app, { category: 'works' });
    expect((await awardTo(app, tender, 'hujiang')).body).toMatchObject({ standstill: { endsOn: '2026-02-24' } });
  });

  it('needs the reasons, the best bid and three valid ones', async () => {
    await app.setClock('2026-06-01T09:00:00+08:00');
    const tender = await evaluatedTender(app);
    const worse = await awardTo(app, tender, 'shenda');
    expect([worse.status, rulesOf(worse)]).toEqual([422, ['award.not-best']]);
    const wang = await app.as('procurer-wang');
    const mute = wang('post', `/v1/tenders/${tender.id}/awards`).set('if-match', await etagOfTender(app, tender.id));
    expect(rulesOf(await mute.send({ bidId: tender.bids['hujiang'] }))).toEqual(['award.reasons-missing']);
    const half = wang('post', `/v1/tenders/${tender.id}/awards`).set('if-match', await etagOfTender(app, tender.id));
    expect((await half.send({ bidId: tender.bids['hujiang'], reasons: { zh: '最优' } })).body).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([expect.objectContaining({ pointer: '#/reasons/en' })]) as unknown,
    });
    const two = await evaluatedTender(app, { offers: offers.slice(0, 2) });
    const few = await awardTo(app, two, 'hujiang');
    expect([few.status, rulesOf(few)]).toEqual([409, ['award.too-few-bids']]);
    expect(await app.sql('SELECT id FROM awards WHERE tender_id IN ($1, $2)', [tender.id, two.id])).toEqual([]);
  });

  it('goes to no bid over the published budget, but to the best of those within it (采购法 art. 36)', async () => {
    const four = { offers, budget: '1249999.99', content: { awardMethod: 'lowest-price', criteria: [] } };
    const tender = await evaluatedTender(app, four);
    const chen = await app.as('evaluator-chen');
    expect((await chen('get', `/v1/tenders/${tender.id}/evaluation-report`)).body).toMatchObject({
      report: {
        ranked: [{ bidId: tender.bids['shenda'] }, { bidId: tender.bids['hujiang'] }],
        rejected: [{ bidId: tender.bids['rheinland'], rejectedBy: 0, breaches: [{ rule: 'award.over-budget' }] }],
      },
    });
    expect(await events(app, tender.id, 'bid.rejected')).toMatchObject([
      { article: 56, payload: { supplierId: app.organizations['rheinland'], rules: ['award.over-budget'] } },
    ]);
    const over = await awardTo(app, tender, 'rheinland');
    expect([over.status, rulesOf(over)]).toEqual([409, ['award.too-few-bids', 'award.over-budget']]);
    expect(over.body).toMatchObject({
      errors: [{}, { pointer: '#/bidId', cites: { document: '政府采购法 第36条', force: 'national' } }],
    });
    expect(rulesOf(await awardTo(app, tender, 'shenda'))).toEqual(['award.too-few-bids']);
    const atBudget = await evaluatedTender(app, { ...four, budget: '1250000.00' });
    expect(rulesOf(await awardTo(app, atBudget, 'rheinland'))).toEqual(['award.not-best']);
    expect((await awardTo(app, atBudget, 'shenda')).status).toBe(201);
  });

  it('over the budget is refused by the database itself, whoever asks', async () => {
    const tender = await evaluatedTender(app, { budget: '1100000.00' });
    const insert = (amount: string) =>
      app.sql(
        `INSERT INTO awards (id, version, tender_id, report_id, bid_id, supplier_id, procurer_id, amount, state, reasons, warnings, decided_by,
           decided_at, notice_version, standstill)
         SELECT gen_random_uuid(), 1, tender.id, report.id, bid.id, bid.supplier_id, tender.procurer_id, $2, 'active', '{}', '[]',
           tender.created_by, platform_now(), 1, '{}'
           FROM tenders tender JOIN evaluation_reports report ON report.tender_id = tender.id JOIN opened_bids bid ON bid.tender_id = tender.id
          WHERE bid.id = $1`,
        [tender.bids['hujiang'], amount],
      );
    await expect(insert('1100000.01')).rejects.toMatchObject({ code: 'P0LAW', message: 'award.over-budget' });
    await insert('1100000.00');
    expect(await app.sql('SELECT amount FROM awards WHERE tender_id = $1', [tender.id])).toEqual([{ amount: '1100000.00' }]);
  });

  it('may go to any of those who share the first rank', async () => {
    const equal = offers.map((one) => ({ ...one, price: '1000000.00' }));
    const tender = await evaluatedTender(app, { offers: equal, scores: { shenda: 90, rheinland: 90 } });
    expect(rulesOf(await awardTo(app, tender, 'hujiang'))).toEqual(['award.not-best']);
    expect((await awardTo(app, tender, 'rheinland')).status).toBe(201);
  });

  it('compares small suppliers by the deducted price and contracts at the bid price (art. 59)', async () => {
    const small = offers.map((one) => (one.supplier === 'hujiang' ? { ...one, size: 'small' as const } : one));
    const content = { awardMethod: 'lowest-price', criteria: [], smePlan: { priceDeduction: '0.15' } };
    const tender = await evaluatedTender(app, { offers: small, content });
    expect((await awardTo(app, tender, 'hujiang')).body).toMatchObject({ amount: { amount: '1100000.00' } });
  });

  it('at an abnormally low price carries a published warning', async () => {
    const low = offers.map((one) => (one.supplier === 'shenda' ? { ...one, price: '400000.00' } : one));
    const tender = await evaluatedTender(app, { offers: low, content: { awardMethod: 'lowest-price', criteria: [] } });
    const answer = await awardTo(app, tender, 'shenda');
    expect(answer.body).toMatchObject({ warnings: [{ rule: 'evaluation.price-abnormally-low', severity: 'warning' }] });
  });

  it('needs the present entity tag', async () => {
    const tender = await evaluatedTender(app);
    const wang = await app.as('procurer-wang');
    const body = { bidId: tender.bids['hujiang'], reasons };
    expect((await wang('post', `/v1/tenders/${tender.id}/awards`).send(body)).status).toBe(428);
    expect((await wang('post', `/v1/tenders/${tender.id}/awards`).set('if-match', '"1-opened"').send(body)).status).toBe(412);
  });

  it('is for the procuring entity itself, by a person without conflict', async () => {
    const tender = await evaluatedTender(app);
    expect((await awardTo(app, tender, 'hujiang', 'procurer-port')).status).toBe(404);
    expect((await awardTo(app, tender, 'hujiang', 'supplier-shenda')).status).toBe(403);
    const zhao = await app.as('procurer-zhao');
    await zhao('post', `/v1/tenders/${tender.id}/conflict-declarations`)
      .send({ hasConflict: true, details: { zh: '持有沪江股份' } })
      .expect(201);
    expect(rulesOf(await awardTo(app, tender, 'hujiang', 'procurer-zhao'))).toEqual(['evaluation.conflict-declared']);
  });

  it('waits for the evaluation, and for the end of a suspension', async () => {
    const opened = await openedTender(app);
    expect(rulesOf(await awardTo(app, opened, 'hujiang'))).toEqual(['tender.wrong-state']);
    const tender = await evaluatedTender(app);
    await app.sql(
      `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_at, ends_on)
       VALUES (gen_random_uuid(), $1, 'suspension', 'complaint', gen_random_uuid(), platform_now(), (platform_now() + interval '3 days')::date)`,
      [tender.id],
    );
    const wang = await app.as('procurer-wang');
    const version = (await etagOfTender(app, tender.id)).replace('evaluated', 'suspended');
    const refused = await wang('post', `/v1/tenders/${tender.id}/awards`)
      .set('if-match', version)
      .send({ bidId: tender.bids['hujiang'], reasons });
    expect(rulesOf(refused)).toEqual(['tender.suspended']);
    await app.setClock('2026-06-20T09:00:00+08:00');
    expect((await awardTo(app, tender, 'hujiang')).status).toBe(201);
  });

  it.each(rounds(1, 25))('made twice at once is made once (round %i)', async () => {
    await app.setClock('2026-06-01T09:00:00+08:00');
    const tender = await evaluatedTender(app);
    const etag = await etagOfTender(app, tender.id);
    const answers = await Promise.all(
      ['procurer-wang', 'procurer-zhao', 'approver-li'].map((who) => awardTo(app, tender, 'hujiang', who, etag)),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412, 412]);
    expect(await app.sql('SELECT id FROM awards WHERE tender_id = $1', [tender.id])).toHaveLength(1);
    expect(await events(app, tender.id, 'tender.awarded')).toHaveLength(1);
  });

  it('repeated with its key gives the stored answer', async () => {
    const tender = await evaluatedTender(app);
    const wang = await app.as('procurer-wang');
    const etag = await etagOfTender(app, tender.id);
    const send = () =>
      wang('post', `/v1/tenders/${tender.id}/awards`, 'award-once')
        .set('if-match', etag)
        .send({ bidId: tender.bids['hujiang'], reasons });
    const first = await send();
    expect((await send()).body).toEqual(first.body);
    expect(await app.sql('SELECT id FROM awards WHERE tender_id = $1', [tender.id])).toHaveLength(1);
  });
});

describe('set aside by a review authority (art. 60)', () => {
  const setAside = (tenderId: string, body: typeof setAsideEvaluation | typeof setAsideAward) =>
    app.app.get(UnitOfWork).run(systemActor('test'), async (work) => {
      await body(work, await lockTender(work, tenderId));
    });

  it('an award gives way to another on the same report', async () => {
    const tender = await awardedTender(app);
    await setAside(tender.id, setAsideAward);
    expect(await statesOf(tender.id)).toEqual(['opened', 'opened', 'opened']);
    expect((await app.http('get', `/v1/awards/${tender.awardId}`)).body).toMatchObject({ state: 'set-aside' });
    expect((await awardTo(app, tender, 'hujiang')).status).toBe(201);
    const page = async (after: string) => {
      const answer = await app.http('get', `/v1/tenders/${tender.id}/awards?limit=1${after}`);
      return answer.body as { items: { id: string; state: string }[]; next: string | null };
    };
    const newest = await page('');
    expect(newest).toMatchObject({ items: [{ state: 'active', id: newest.next }] });
    expect(await page(`&after=${newest.next}`)).toMatchObject({
      items: [{ id: tender.awardId, state: 'set-aside' }],
      next: null,
    });
  });

  it('an evaluation is done again, rejected bids included', async () => {
    const tender = await openedTender(app);
    await declareNoConflict(app, 'evaluator-chen', tender.id);
    const chen = await app.as('evaluator-chen');
    const bids = findings(tender).map((one) =>
      one['bidId'] === tender.bids['shenda']
        ? { bidId: one['bidId'], qualified: false, reasons: { zh: '缺少注册证' }, scores: [] }
        : one,
    );
    await chen('post', `/v1/tenders/${tender.id}/evaluations`).send({ bids }).expect(201);
    await setAside(tender.id, setAsideEvaluation);
    const again = await chen('post', `/v1/tenders/${tender.id}/evaluations`).send({ bids: findings(tender) });
    expect([again.status, again.body]).toMatchObject([201, { round: 2 }]);
    expect((await awardTo(app, tender, 'shenda')).status).toBe(201);
    expect(await events(app, tender.id, 'evaluation.set-aside')).toMatchObject([{ article: 60, payload: { round: 1 } }]);
  });
});
