import { startAwards, type AwardsApp } from './fixture.js';
import {
  awardTo,
  declareNoConflict,
  etagOfTender,
  evaluatedTender,
  events,
  findings,
  offers,
  openedTender,
  rulesOf,
} from './stories.js';

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());

const explanation = { zh: '有效投标不足三家，本项目废标。', en: 'Fewer than three valid bids; the procurement fails.' };
const two = offers.slice(0, 2);

async function fail(tenderId: string, body: object, clientId = 'procurer-wang', etag?: string) {
  const match = etag ?? (await etagOfTender(app, tenderId));
  return (await app.as(clientId))('post', `/v1/tenders/${tenderId}/failure`)
    .set('if-match', match)
    .send({ explanation, code: codes[(body as { reason: string }).reason], ...body });
}

/** A code that fits the reason, whatever the record shows. */
const codes: Record<string, string> = {
  'no-bids': 'no-rece',
  'too-few-bids': 'other',
  'no-conforming-bids': 'all-rej',
  'over-budget': 'all-rej',
  illegality: 'tch-pr-error',
  collusion: 'tch-pr-error',
};

const stateOf = async (tenderId: string) =>
  (
    await app.sql<{ state: string; ended_on: string | null; retain_until: string | null }>(
      'SELECT state, ended_on, retain_until FROM tenders WHERE id = $1',
      [tenderId],
    )
  )[0];

/** One evaluator rejects the bid of each named supplier. */
async function evaluatedRejecting(tender: { id: string; bids: Record<string, string> }, ...suppliers: string[]): Promise<void> {
  await declareNoConflict(app, 'evaluator-chen', tender.id);
  const rejected = suppliers.map((one) => tender.bids[one]);
  const bids = findings(tender).map((one) =>
    rejected.includes(String(one['bidId']))
      ? { bidId: one['bidId'], qualified: false, reasons: { zh: '资格证明不全' }, scores: [] }
      : one,
  );
  await (await app.as('evaluator-chen'))('post', `/v1/tenders/${tender.id}/evaluations`).send({ bids }).expect(201);
}

it.each([
  ['none', undefined, 'tender.non-award-code-missing'],
  ['one of a cancellation', 'chan-need', 'tender.non-award-code-unfit'],
  ['one that the record belies', 'one-admis', 'tender.non-award-code-unfit'],
  ['one that the record belies the other way', 'no-rece', 'tender.non-award-code-unfit'],
])('a failure with a code that is %s is refused at the code', async (_, code, rule) => {
  const tender = await openedTender(app, { offers: two });
  const refused = await fail(tender.id, { reason: 'too-few-bids', code });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ rule, pointer: '#/code' }] } });
  expect(await events(app, tender.id, 'tender.failed')).toEqual([]);
});

describe('a declared failure (废标, 采购法 art. 36)', () => {
  it('ends what an award may not: published, kept for fifteen years, and told to everybody who bid', async () => {
    await app.setClock('2026-06-01T09:00:00+08:00');
    const tender = await evaluatedTender(app, { offers: two });
    expect(rulesOf(await awardTo(app, tender, 'hujiang'))).toEqual(['award.too-few-bids']);
    const failed = await fail(tender.id, { reason: 'too-few-bids' });
    expect([failed.status, failed.body]).toMatchObject([
      201,
      { state: 'failed', noticeVersion: 1, endedOn: '2026-06-01', retainUntil: '2041-06-01' },
    ]);
    expect(await stateOf(tender.id)).toEqual({ state: 'failed', ended_on: '2026-06-01', retain_until: '2041-06-01' });
    expect((await app.http('get', `/v1/tenders/${tender.id}/notices/1`)).body).toMatchObject({
      kind: 'failure',
      content: {
        code: 'other',
        codeLabel: { zh: '其他', en: 'Other' },
        reason: 'too-few-bids',
        explanation,
        bids: { opened: 2, valid: 2, overBudget: 0 },
      },
    });
    expect(await events(app, tender.id, 'tender.failed')).toMatchObject([
      {
        article: 48,
        payload: {
          reason: 'too-few-bids',
          explanation,
          bids: { opened: 2, valid: 2 },
          noticeVersion: 1,
          retainUntil: '2041-06-01',
        },
      },
    ]);
    await app.drain();
    const told = await app.sql<{ organization_id: string }>(
      `SELECT organization_id FROM deliveries WHERE tender_id = $1 AND topic = 'tender.failed'`,
      [tender.id],
    );
    expect(told.map((one) => one.organization_id).sort()).toEqual(
      ['hospital', 'shenda', 'hujiang'].map((one) => app.organizations[one]).sort(),
    );
    expect(rulesOf(await awardTo(app, tender, 'hujiang'))).toEqual(['tender.wrong-state']);
  });

  it.each(['no-bids', 'too-few-bids', 'no-conforming-bids', 'over-budget'])(
    'for %s is refused where three valid bids stand, with what the record shows',
    async (reason) => {
      const tender = await evaluatedTender(app);
      const refused = await fail(tender.id, { reason });
      expect([refused.status, rulesOf(refused)]).toEqual([422, ['tender.failure-unfounded']]);
      expect(refused.body).toMatchObject({
        errors: [{ pointer: '#/reason', cites: { document: '政府采购法 第36条', force: 'national' } }],
      });
      expect((await stateOf(tender.id))?.state).toBe('evaluated');
      expect(await events(app, tender.id, 'tender.failed')).toEqual([]);
      expect(await app.sql('SELECT 1 FROM tender_notices WHERE tender_id = $1', [tender.id])).toEqual([]);
    },
  );

  it('counts no bid as valid that is defective, rejected or over the budget', async () => {
    const defective = await openedTender(app, { offers: [...two, { supplier: 'rheinland', price: '1.00', defective: true }] });
    expect((await fail(defective.id, { reason: 'too-few-bids' })).status).toBe(201);
    const rejected = await openedTender(app);
    expect(rulesOf(await fail(rejected.id, { reason: 'too-few-bids' }))).toEqual(['tender.failure-unfounded']);
    await evaluatedRejecting(rejected, 'shenda');
    expect(rulesOf(await fail(rejected.id, { reason: 'no-conforming-bids' }))).toEqual(['tender.failure-unfounded']);
    expect((await fail(rejected.id, { reason: 'too-few-bids' })).status).toBe(201);
    const costly = await openedTender(app, { budget: '1200000.00' });
    expect((await fail(costly.id, { reason: 'too-few-bids' })).status).toBe(201);
  });

  it('for want of conforming bids needs that none is left', async () => {
    const tender = await openedTender(app);
    await evaluatedRejecting(tender, 'shenda', 'hujiang', 'rheinland');
    expect(rulesOf(await fail(tender.id, { reason: 'over-budget' }))).toEqual(['tender.failure-unfounded']);
    expect((await fail(tender.id, { reason: 'no-conforming-bids' })).status).toBe(201);
  });

  it('over the budget needs that every bid left is over it, before the evaluation or after', async () => {
    const one = await openedTender(app, { budget: '1000000.00' });
    expect(rulesOf(await fail(one.id, { reason: 'over-budget' }))).toEqual(['tender.failure-unfounded']);
    const all = await openedTender(app, { budget: '999999.99' });
    expect((await fail(all.id, { reason: 'over-budget' })).status).toBe(201);
    const evaluated = await evaluatedTender(app, { budget: '999999.99' });
    expect((await fail(evaluated.id, { reason: 'over-budget' })).body).toMatchObject({ state: 'failed' });
    expect(await events(app, evaluated.id, 'tender.failed')).toMatchObject([
      { payload: { bids: { opened: 3, valid: 0, overBudget: 3 } } },
    ]);
  });

  it('for illegality or collusion rests on its explanation', async () => {
    for (const reason of ['illegality', 'collusion'])
      expect((await fail((await openedTender(app)).id, { reason })).body).toMatchObject({ state: 'failed' });
  });

  it('before the opening tells nothing of the bids, not even whether there are any', async () => {
    const closed = async (over: object) => {
      const tender = await openedTender(app, over);
      await app.sql('ALTER TABLE tenders DISABLE TRIGGER tender_stands_after_publication');
      await app.sql(`UPDATE tenders SET state = 'closed', opened_at = NULL WHERE id = $1`, [tender.id]);
      await app.sql('ALTER TABLE tenders ENABLE ALWAYS TRIGGER tender_stands_after_publication');
      return tender;
    };
    const [none, some] = [await closed({ offers: [] }), await closed({ offers: two })];
    for (const { id } of [none, some]) {
      const refused = await fail(id, { reason: 'no-bids' });
      expect([refused.status, rulesOf(refused)]).toEqual([409, ['bid.still-sealed']]);
      expect(refused.body).not.toHaveProperty('errors.0.facts.opened');
      expect(rulesOf(await fail(id, { reason: 'too-few-bids' }))).toEqual(['bid.still-sealed']);
    }
    expect((await fail(some.id, { reason: 'illegality' })).status).toBe(201);
    expect(await events(app, some.id, 'tender.failed')).toMatchObject([{ payload: { bids: null } }]);
    await app.drain();
    expect(await app.sql(`SELECT organization_id FROM deliveries WHERE tender_id = $1`, [some.id])).toEqual([
      { organization_id: app.organizations['hospital'] },
    ]);
  });

  it('is the procuring entity’s own, by a person without conflict, with the present entity tag', async () => {
    const tender = await openedTender(app, { offers: two });
    const body = { code: 'other', reason: 'too-few-bids' };
    expect((await fail(tender.id, body, 'procurer-port')).status).toBe(404);
    expect((await fail(tender.id, body, 'supplier-shenda')).status).toBe(403);
    expect((await fail(tender.id, body, 'procurer-wang', '"1-opened"')).status).toBe(412);
    const wang = await app.as('procurer-wang');
    expect((await wang('post', `/v1/tenders/${tender.id}/failure`).send({ ...body, explanation })).status).toBe(428);
    const zhao = await app.as('procurer-zhao');
    const declaration = { hasConflict: true, details: { zh: '持有申达股份' } };
    await zhao('post', `/v1/tenders/${tender.id}/conflict-declarations`).send(declaration).expect(201);
    expect(rulesOf(await fail(tender.id, body, 'procurer-zhao'))).toEqual(['evaluation.conflict-declared']);
    expect((await stateOf(tender.id))?.state).toBe('opened');
  });

  it.each([
    ['a reason that is none', { reason: 'weather' }, '#/reason'],
    ['no reason', {}, '#/reason'],
    ['no explanation', { reason: 'illegality', explanation: undefined }, '#/explanation'],
    ['an explanation in English alone', { reason: 'illegality', explanation: { en: 'Illegal.' } }, '#/explanation/zh'],
    ['an explanation in Chinese alone', { reason: 'illegality', explanation: { zh: '违法。' } }, '#/explanation/en'],
    ['an unknown field', { reason: 'illegality', bids: 0 }, '#/bids'],
  ])('is refused with %s', async (_, body, pointer) => {
    const tender = await openedTender(app, { offers: two });
    const refused = await fail(tender.id, body);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.status).toBeLessThan(500);
    expect((refused.body as { errors: { pointer: string }[] }).errors.map((one) => one.pointer)).toContain(pointer);
    expect((await stateOf(tender.id))?.state).toBe('opened');
  });

  it('is barred by a suspension, and closed to a tender that is awarded', async () => {
    const tender = await openedTender(app, { offers: two });
    await app.sql(
      `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_at)
       VALUES (gen_random_uuid(), $1, 'suspension', 'complaint', gen_random_uuid(), platform_now())`,
      [tender.id],
    );
    const suspended = (await etagOfTender(app, tender.id)).replace('opened', 'suspended');
    expect(rulesOf(await fail(tender.id, { reason: 'too-few-bids' }, 'procurer-wang', suspended))).toEqual(['tender.suspended']);
    const other = await evaluatedTender(app);
    expect((await awardTo(app, other, 'hujiang')).status).toBe(201);
    expect(rulesOf(await fail(other.id, { reason: 'illegality' }))).toEqual(['tender.wrong-state']);
  });

  it('and an award at once: one of them is made, and only that one', async () => {
    for (const first of ['award', 'failure']) {
      const tender = await evaluatedTender(app);
      const etag = await etagOfTender(app, tender.id);
      const acts = [
        () => awardTo(app, tender, 'hujiang', 'procurer-wang', etag),
        () => fail(tender.id, { reason: 'illegality' }, 'procurer-zhao', etag),
      ];
      const answers = await Promise.all((first === 'award' ? acts : acts.reverse()).map((act) => act()));
      expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
      const awards = await app.sql('SELECT id FROM awards WHERE tender_id = $1', [tender.id]);
      const failures = await events(app, tender.id, 'tender.failed');
      expect(awards.length + failures.length).toBe(1);
      expect((await stateOf(tender.id))?.state).toBe(awards.length === 1 ? 'awarded' : 'failed');
      const kinds = await app.sql<{ kind: string }>('SELECT kind FROM tender_notices WHERE tender_id = $1', [tender.id]);
      expect(kinds).toEqual([{ kind: awards.length === 1 ? 'award' : 'failure' }]);
    }
  });

  it('repeated with its key gives the stored answer', async () => {
    const tender = await openedTender(app, { offers: two });
    const etag = await etagOfTender(app, tender.id);
    const wang = await app.as('procurer-wang');
    const send = () =>
      wang('post', `/v1/tenders/${tender.id}/failure`, 'fail-once')
        .set('if-match', etag)
        .send({ code: 'other', reason: 'too-few-bids', explanation });
    const first = await send();
    expect((await send()).body).toEqual(first.body);
    expect(await events(app, tender.id, 'tender.failed')).toHaveLength(1);
  });
});
