import { startTestApp, type TestApp } from '../app.js';
import {
  act,
  audited,
  challenge,
  contact,
  declare,
  done,
  evaluate,
  look,
  matter,
  request,
  rulesOf,
  winner,
  tagOf,
} from '../journeys/steps.js';
import { decide as decideApplication, apply, prequalifying, received, shortlist, told } from '../prequalification/invited.js';
import {
  breached,
  decide,
  dutiesOf,
  laterTender,
  notified,
  notify,
  recordBreach,
  ruling,
  state,
  statement,
  type Breached,
} from './exclusions.js';

let app: TestApp;
let prior: Breached;

beforeAll(async () => {
  app = await startTestApp();
  prior = await breached(app);
});
afterAll(() => app.close());

describe('the notice of an intended exclusion', () => {
  it('is told to the supplier with its reasons and the last day for a statement', async () => {
    const tender = await laterTender(app);
    const sent = await notify(app, tender, { bidId: tender.bids[winner], breachId: prior.breachId.toUpperCase() });
    expect(sent).toMatchObject({
      status: 201,
      body: { state: 'notified', breachId: prior.breachId, statementDueOn: '2026-06-17', applicationId: null, decision: null },
    });
    await app.drain();
    expect(await told(app, tender, 'exclusion.notified', winner)).toBe(1);
    expect(await audited(app, 'exclusion.notified', tender.id)).toBe(1);
    expect(await dutiesOf(app, winner, 'exclusion.state')).toMatchObject([{ dueOn: '2026-06-17', overdue: false }]);
    expect(await dutiesOf(app, 'supplier-shenda', 'exclusion.state')).toEqual([]);
    const again = await notify(app, tender, { bidId: tender.bids[winner], breachId: prior.breachId });
    expect([again.status, rulesOf(again)]).toEqual([409, ['exclusion.already-notified']]);
  });

  it('needs all six conditions of art. 54, each refused by its name', async () => {
    const tender = await laterTender(app);
    const refused = async (over: object, of = tender): Promise<string[]> => {
      const breachId = done(await recordBreach(app, prior.contractId, over)).body.id;
      return rulesOf(await notify(app, of, { bidId: of.bids[winner], breachId }));
    };
    expect(await refused({ material: false })).toEqual(['exclusion.not-material']);
    expect(await refused({ remediedInTime: true, evidence: [] })).toEqual(['exclusion.evidence-missing', 'exclusion.remedied']);
    expect(await refused({ breachedOn: '2026-06-10' })).toEqual(['exclusion.outside-window']);
    const silent = await laterTender(app, { exclusionClause: null });
    expect(await refused({}, silent)).toEqual(['exclusion.clause-missing']);
    expect(await audited(app, 'exclusion.notified', tender.id)).toBe(0);
  });

  it('names one standing bid and a breach of its supplier', async () => {
    const tender = await laterTender(app);
    const pointer = async (body: object): Promise<unknown> => {
      const answer = await notify(app, tender, { breachId: prior.breachId, ...body });
      return [answer.status, answer.body.errors];
    };
    expect(await pointer({})).toMatchObject([422, [{ pointer: '#/bidId' }]]);
    expect(await pointer({ bidId: tender.bids[winner], applicationId: tender.id })).toMatchObject([
      422,
      [{ pointer: '#/bidId' }],
    ]);
    expect(await pointer({ bidId: tender.id })).toMatchObject([422, [{ pointer: '#/bidId' }]]);
    expect(await pointer({ bidId: tender.bids['supplier-shenda'] })).toMatchObject([422, [{ pointer: '#/breachId' }]]);
    expect(rulesOf(await notify(app, tender, { applicationId: tender.id, breachId: prior.breachId }))).toEqual([
      'tender.wrong-state',
    ]);
  });

  it('is the procuring entity’s alone, and of an opened tender', async () => {
    const tender = await laterTender(app);
    const body = { bidId: tender.bids[winner], breachId: prior.breachId };
    expect((await notify(app, tender, body, 'procurer-port')).status).toBe(404);
    expect((await notify(app, tender, body, 'supplier-shenda')).status).toBe(403);
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/conflict-declarations`, { hasConflict: true, details: notice }));
    expect(rulesOf(await notify(app, tender, body))).toEqual(['evaluation.conflict-declared']);
    await declare(app, { ...tender });
    done(await evaluate(app, tender));
    expect(rulesOf(await notify(app, tender, body, 'procurer-zhao'))).toEqual(['tender.wrong-state']);
  });
});

const notice = { zh: '配偶任职于该供应商', en: 'A spouse works there' };

describe('the statement', () => {
  it('is taken once, to the end of the last day, from the supplier alone', async () => {
    const tender = await laterTender(app);
    const id = await notified(app, tender, prior.breachId);
    expect((await state(app, id, statement, 'supplier-shenda')).status).toBe(404);
    expect((await look(app, 'supplier-shenda', `/v1/exclusions/${id}`)).status).toBe(404);
    for (const stranger of ['procurer-port', 'reviewer-xu'])
      expect((await look(app, stranger, `/v1/exclusions/${id}`)).status).toBe(404);
    for (const stranger of ['supplier-shenda', 'reviewer-xu'])
      expect((await look(app, stranger, `${tender.path}/exclusions`)).body).toEqual({ items: [], next: null });
    await app.setClock('2026-06-17T23:59:59.999999+08:00', true);
    expect(done(await state(app, id)).body).toMatchObject({ state: 'stated', statement });
    expect(rulesOf(await state(app, id))).toEqual(['exclusion.wrong-state']);
    expect(await audited(app, 'exclusion.stated', tender.id)).toBe(1);
    for (const reader of [winner, 'procurer-wang', 'supervisor-tang'])
      expect((await look(app, reader, `${tender.path}/exclusions`)).body).toMatchObject({ items: [{ id, state: 'stated' }] });
    expect(await dutiesOf(app, 'approver-li', 'exclusion.decide')).toContainEqual(
      expect.objectContaining({ subject: { kind: 'exclusion', id } }),
    );
  });

  it('comes too late on the next day, which is recorded; the case may then be decided without it', async () => {
    const tender = await laterTender(app);
    const id = await notified(app, tender, prior.breachId);
    await app.setClock('2026-06-18T00:00:00+08:00', true);
    const late = await state(app, id);
    expect([late.status, rulesOf(late)]).toEqual([409, ['exclusion.statement-late']]);
    expect(late.body.errors).toMatchObject([{ derivation: { days: 5, result: '2026-06-17' } }]);
    expect(await audited(app, 'exclusion.statement-refused')).toBeGreaterThan(0);
    expect(done(await decide(app, id)).body).toMatchObject({ state: 'excluded', statement: null });
  });
});

describe('the decision', () => {
  it('excludes nobody unheard', async () => {
    const tender = await laterTender(app);
    const id = await notified(app, tender, prior.breachId);
    await app.setClock('2026-06-17T23:59:59.999999+08:00', true);
    const early = await decide(app, id);
    expect([early.status, rulesOf(early)]).toEqual([409, ['exclusion.not-heard']]);
    await expect(
      app.sql(
        `UPDATE exclusions SET state = 'excluded', decision = '{}', decided_at = platform_now(), decided_by = (SELECT id FROM people WHERE subject = 'approver-li')
          WHERE id = $1`,
        [id],
      ),
    ).rejects.toThrow('exclusions_are_heard');
    expect(done(await decide(app, id, { exclude: false })).body).toMatchObject({ state: 'dropped' });
    expect(rulesOf(await decide(app, id))).toEqual(['exclusion.wrong-state']);
  });

  it('is another person’s than the notice, on the version that was read', async () => {
    const tender = await laterTender(app);
    const body = { bidId: tender.bids[winner], breachId: prior.breachId };
    const id = done(await notify(app, tender, body, 'approver-li')).body.id;
    done(await state(app, id));
    const own = await decide(app, id);
    expect([own.status, rulesOf(own)]).toEqual([403, ['exclusion.same-person']]);
    const path = `/v1/exclusions/${id}/decision`;
    const decision = { exclude: true, reasons: ruling };
    expect((await act(app, 'approver-li', 'post', path, decision)).status).toBe(428);
    const stale = (await app.as('approver-li'))('post', path).set('if-match', '"1-notified"');
    expect((await stale.send(decision)).status).toBe(412);
    expect((await act(app, 'procurer-wang', 'post', path, decision)).status).toBe(403);
    expect((await act(app, 'approver-port', 'post', path, decision)).status).toBe(404);
    await expect(
      app.sql(
        `UPDATE exclusions SET state = 'excluded', decision = '{}', decided_at = platform_now(), decided_by = notified_by WHERE id = $1`,
        [id],
      ),
    ).rejects.toThrow('exclusions_four_eyes');
  });

  it('answers a remedy that the supplier claims: what was remedied in time excludes nobody', async () => {
    const tender = await laterTender(app);
    const id = await notified(app, tender, prior.breachId);
    done(
      await state(app, id, {
        ...statement,
        remedy: { zh: '已于5月6日补交并承担违约金。', en: 'Delivered on 6 May with damages.' },
      }),
    );
    const silent = await decide(app, id);
    expect([silent.status, rulesOf(silent)]).toEqual([422, ['exclusion.remedy-unanswered']]);
    expect(rulesOf(await decide(app, id, { remediedInTime: true }))).toEqual(['exclusion.remedied']);
    expect(done(await decide(app, id, { remediedInTime: false })).body).toMatchObject({
      state: 'excluded',
      decision: { exclude: true, reasons: ruling, remediedInTime: false },
    });
  });

  it('is made once where two are made at once', async () => {
    const tender = await laterTender(app);
    const id = await notified(app, tender, prior.breachId);
    done(await state(app, id));
    const tag = await tagOf(app, 'approver-li', `/v1/exclusions/${id}`);
    const both = await Promise.all([1, 2].map(() => decide(app, id, {}, 'approver-li', tag)));
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await audited(app, 'exclusion.decided', tender.id)).toBe(1);
  });

  it('rejects the bid whatever the evaluators find, and the evaluation waits for it', async () => {
    const tender = await laterTender(app);
    await declare(app, tender);
    const claim = { qualified: false, reasons: notice, exclusion: { breachId: prior.breachId }, scores: [] };
    expect(rulesOf(await evaluate(app, tender, { extra: { [winner]: claim } }))).toEqual(['exclusion.not-heard']);
    const id = await notified(app, tender, prior.breachId);
    const waiting = await evaluate(app, tender);
    expect([waiting.status, rulesOf(waiting)]).toEqual([409, ['exclusion.undecided']]);
    done(await state(app, id));
    done(await decide(app, id));
    done(await evaluate(app, tender));
    const { report } = done(await look(app, 'procurer-wang', `${tender.path}/evaluation-report`)).body as unknown as {
      report: { rejected: unknown[]; ranked: unknown[] };
    };
    expect(report.rejected).toMatchObject([
      { bidId: tender.bids[winner], exclusions: [prior.breachId], breaches: [{ rule: 'exclusion.stands' }] },
    ]);
    expect(report.ranked).toHaveLength(2);
    expect(await audited(app, 'bid.rejected', tender.id)).toBe(1);
  });

  it('may be challenged from its delivery on, within the days of art. 61', async () => {
    const tender = await laterTender(app);
    const id = await notified(app, tender, prior.breachId);
    done(await state(app, id));
    await app.setClock('2026-06-15T10:00:00+08:00', true);
    done(await decide(app, id));
    await app.drain();
    expect(await told(app, tender, 'exclusion.decided', winner)).toBe(1);
    const body = { subject: 'exclusion', matters: [matter], request, contact, exclusionId: id };
    const file = (over: object = {}, by = winner) => act(app, by, 'post', `${tender.path}/challenges`, { ...body, ...over });
    expect((await file({}, 'supplier-shenda')).body.errors).toMatchObject([{ pointer: '#/exclusionId' }]);
    for (const subject of ['documents', 'process'])
      expect((await file({ subject })).body.errors).toMatchObject([{ pointer: '#/exclusionId' }]);
    await app.setClock('2026-06-26T00:00:00+08:00', true);
    const late = await file();
    expect([late.status, rulesOf(late)]).toEqual([422, ['challenge.out-of-time']]);
    await app.setClock('2026-06-25T23:59:59+08:00', true);
    const filed = done(await file());
    expect(filed.body).toMatchObject({ state: 'submitted', subject: 'exclusion', exclusionId: id });
    expect(
      await app.sql(`SELECT time_limit ->> 'basis' AS basis, last_day::text AS last FROM challenges WHERE id = $1`, [
        filed.body.id,
      ]),
    ).toEqual([{ basis: 'delivered', last: '2026-06-25' }]);
    expect(rulesOf(await challenge(app, tender, 'process', winner))).toEqual(['challenge.out-of-time']);
  });
});

describe('in invited tendering', () => {
  const close = '2026-07-31T09:30:00+08:00';
  const decisions = '2026-08-03T09:00:00+08:00';

  it('an applicant is excluded before the shortlist, which waits for the decision', async () => {
    await app.setClock('2026-07-01T09:00:00+08:00');
    const tender = await prequalifying(app, { applicationsCloseAt: close });
    for (const client of ['supplier-shenda', 'supplier-hujiang', winner]) done(await apply(app, tender, client));
    const body = { applicationId: tender.id, breachId: prior.breachId };
    await app.setClock('2026-07-30T09:00:00+08:00');
    expect((await notify(app, tender, body)).body.errors).toMatchObject([{ pointer: '#/applicationId' }]);
    await app.setClock(decisions);
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/conflict-declarations`, { hasConflict: false }));
    const ids = await received(app, tender);
    for (const id of Object.values(ids)) done(await decideApplication(app, tender, id));
    const id = done(await notify(app, tender, { ...body, applicationId: ids[winner] })).body.id;
    expect(rulesOf(await shortlist(app, tender))).toEqual(['exclusion.undecided']);
    done(await state(app, id));
    done(await decide(app, id));
    expect(rulesOf(await shortlist(app, tender))).toEqual(['exclusion.stands']);
    const own = ids[winner] as string;
    expect(rulesOf(await decideApplication(app, tender, own))).toEqual(['exclusion.stands']);
    const unqualified = { outcome: 'not-qualified', reasons: ruling };
    expect((await decideApplication(app, tender, own, { ...unqualified, exclusionId: tender.id })).status).toBe(422);
    expect(rulesOf(await decideApplication(app, tender, own, unqualified))).toEqual([
      'prequalification.requirement-not-published',
    ]);
    const decided = done(await decideApplication(app, tender, own, { ...unqualified, exclusionId: id }));
    expect(decided.body).toMatchObject({ state: 'not-qualified', decision: { exclusionId: id, requirementIds: [] } });
    expect(rulesOf(await shortlist(app, tender))).toEqual(['prequalification.too-few-qualified']);
  });
});

describe('the word of the supplier on a recorded breach', () => {
  it('stands beside the record, once', async () => {
    const path = `/v1/contracts/${prior.contractId}/breaches`;
    const breachId = done(await recordBreach(app, prior.contractId)).body.id;
    const say = (by: string, id = breachId) => act(app, by, 'post', `${path}/${id}/statement`, statement);
    expect((await say('supplier-shenda')).status).toBe(404);
    expect((await say('procurer-wang')).status).toBe(403);
    expect((await say(winner, prior.contractId)).status).toBe(404);
    done(await say(winner));
    const again = await say(winner);
    expect([again.status, rulesOf(again)]).toEqual([409, ['exclusion.breach-already-stated']]);
    const { items } = done(await look(app, 'procurer-wang', `${path}?limit=100`)).body as unknown as { items: { id: string }[] };
    expect(items.find((one) => one.id === breachId)).toMatchObject({ statement: { statement } });
    expect(items.find((one) => one.id === prior.breachId)).toMatchObject({ statement: null });
    expect(await audited(app, 'contract.breach-stated')).toBe(1);
  });
});
