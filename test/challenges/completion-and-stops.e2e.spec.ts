import type { Caller } from '../app.js';
import { accepted, act, complained, seen } from './case.js';
import { audited, filed, rulesOf, startDocket, type DocketApp } from './docket.js';

const reasons = { zh: '委托检测机构检测孔径', en: 'A laboratory measures the bore' };

let app: DocketApp;
let xu: Caller;
let shenda: Caller;

beforeAll(async () => {
  app = await startDocket();
  [xu, shenda] = [await app.as('reviewer-xu'), await app.as('supplier-shenda')];
}, 60_000);
afterAll(() => app.close());
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

describe('the completion (补正) of a complaint', () => {
  const missing = { missing: { zh: '第二项缺少事实依据', en: 'The second matter lacks its facts' } };
  const completion = { matters: [{ matter: '2', facts: { zh: '见第5页' }, evidence: ['第5页'] }], request: { zh: '改正' } };

  it('is asked for once, stops the clock meanwhile, and is the complainant’s', async () => {
    const one = await complained(app);
    expect((await act(xu, one.id, 'completion-request', missing)).status).toBe(428);
    expect((await act(await app.as('reviewer-health'), one.id, 'completion-request', missing, one.etag)).status).toBe(404);
    expect(rulesOf(await act(shenda, one.id, 'completion', {}))).toEqual(['complaint.wrong-state']);
    await app.setClock('2026-03-04T09:00:00+08:00');
    const asked = await Promise.all([1, 2].map(() => act(xu, one.id, 'completion-request', missing, one.etag)));
    expect(asked.map((answer) => answer.status).sort()).toEqual([201, 412]);
    const waiting = await seen(shenda, one.id);
    expect(waiting.body).toMatchObject({
      state: 'completing',
      completion: { ...missing, completedAt: null },
      decisionDueOn: null,
    });
    expect(waiting.body).toMatchObject({ admissibilityDueOn: null, pending: ['clockStopped'] });
    const tag = String(waiting.headers['etag']);
    expect(rulesOf(await act(xu, one.id, 'acceptance', {}, tag))).toEqual(['complaint.wrong-state']);
    const resumed = await act(xu, one.id, 'clock-stops/1/end', {}, tag);
    expect([resumed.status, rulesOf(resumed)]).toEqual([409, ['complaint.wrong-state']]);

    await app.setClock('2026-03-09T09:00:00+08:00');
    expect((await act(await app.as('supplier-hujiang'), one.id, 'completion', completion)).status).toBe(404);
    const fresh = await act(shenda, one.id, 'completion', { matters: [{ matter: '3', facts: { zh: '新事项' } }] });
    expect([fresh.status, fresh.body]).toMatchObject([422, { errors: [{ pointer: '#/matters/0/matter' }] }]);
    const done = filed(await act(shenda, one.id, 'completion', completion));
    expect(done.body).toMatchObject({ state: 'filed', request: { zh: '改正' }, admissibilityDueOn: '2026-03-12' });
    expect(done.body).toMatchObject({
      decisionDueOn: '2026-04-17',
      clockStops: [{ cause: 'completion', endedOn: '2026-03-09' }],
    });
    const { matters } = done.body as { matters: { evidence: string[] }[] };
    expect(matters[1]?.evidence).toEqual(['第5页']);
    const again = await act(xu, one.id, 'completion-request', missing, done.etag);
    expect([again.status, rulesOf(again)]).toEqual([409, ['complaint.completion-once']]);
    expect(await audited(app, one.id)).toEqual(['complaint.filed', 'complaint.completion-requested', 'complaint.completed']);
  });

  it('may be dismissed where it does not come', async () => {
    const one = await complained(app);
    const asked = filed(await act(xu, one.id, 'completion-request', missing, one.etag));
    const ruling = { ground: 'inadmissible', reasons };
    expect(filed(await act(xu, one.id, 'dismissal', ruling, asked.etag)).body).toMatchObject({ state: 'dismissed' });
    expect(rulesOf(await act(shenda, one.id, 'completion', completion))).toEqual(['complaint.wrong-state']);
  });
});

describe('a stop of the time to decide (实施条例 art. 58)', () => {
  const stop = { cause: 'test', reasons };

  it('moves the due date by its working days, with the arithmetic', async () => {
    const one = await accepted(app);
    expect(one.body).toMatchObject({ decisionDueOn: '2026-04-14', clockStops: [] });
    await app.setClock('2026-03-10T09:00:00+08:00');
    expect((await act(xu, one.id, 'clock-stops', stop)).status).toBe(428);
    const stopped = filed(await act(xu, one.id, 'clock-stops', stop, one.etag));
    expect(stopped.body).toMatchObject({ decisionDueOn: null, pending: ['clockStopped'], admissibilityDueOn: '2026-03-09' });
    expect(stopped.body['clockStops']).toMatchObject([
      { number: 1, cause: 'test', startsOn: '2026-03-10', endedOn: null, reasons },
    ]);
    const twice = await act(xu, one.id, 'clock-stops', stop, stopped.etag);
    expect([twice.status, rulesOf(twice)]).toEqual([409, ['complaint.clock-already-stopped']]);
    const beside = filed(
      await act(xu, one.id, 'clock-stops', { ...stop, cause: 'expert-review', startsOn: '2026-03-12' }, stopped.etag),
    );
    await app.setClock('2026-03-13T09:00:00+08:00');
    const first = filed(await act(xu, one.id, 'clock-stops/1/end', {}, beside.etag));
    expect(first.body).toMatchObject({ decisionDueOn: null });
    const resumed = await Promise.all([1, 2].map(() => act(xu, one.id, 'clock-stops/2/end', {}, first.etag)));
    expect(resumed.map((answer) => answer.status).sort()).toEqual([201, 412]);
    const seenNow = await seen(shenda, one.id);
    expect(seenNow.body).toMatchObject({ decisionDueOn: '2026-04-17', decisionDerivation: { days: 30, result: '2026-04-17' } });
    const { arithmetic } = (seenNow.body as { decisionDerivation: { arithmetic: { zh: string; en: string } } })
      .decisionDerivation;
    expect(arithmetic.zh).toContain('检测 2026-03-10 停、2026-03-13 恢复；专家评审 2026-03-12 停');
    expect(arithmetic.en).toContain('without 3 stopped working days');
    const ended = await act(xu, one.id, 'clock-stops/1/end', {}, String(seenNow.headers['etag']));
    expect([ended.status, rulesOf(ended)]).toEqual([409, ['complaint.clock-running']]);
    expect((await audited(app, one.id)).slice(2)).toEqual([
      'complaint.clock-stopped',
      'complaint.clock-stopped',
      'complaint.clock-resumed',
      'complaint.clock-resumed',
    ]);
  });

  it('has a listed cause and no day in the past, and is a reviewer’s of an open case', async () => {
    const one = await accepted(app);
    for (const body of [{ ...stop, cause: 'holiday' }, { ...stop, startsOn: '2026-03-01' }, { cause: 'test' }])
      expect((await act(xu, one.id, 'clock-stops', body, one.etag)).status).toBe(422);
    expect((await act(shenda, one.id, 'clock-stops', stop, one.etag)).status).toBe(403);
    expect((await act(await app.as('reviewer-health'), one.id, 'clock-stops', stop, one.etag)).status).toBe(404);
    for (const number of ['1', 'x']) expect((await act(xu, one.id, `clock-stops/${number}/end`, {}, one.etag)).status).toBe(404);
    const later = filed(await act(xu, one.id, 'clock-stops', { ...stop, startsOn: '2026-05-20' }, one.etag));
    expect(later.body).toMatchObject({ decisionDueOn: '2026-04-14' });
    const gone = filed(await act(shenda, one.id, 'withdrawal', {}));
    expect(rulesOf(await act(xu, one.id, 'clock-stops', { ...stop, cause: 'appraisal' }, gone.etag))).toEqual([
      'complaint.wrong-state',
    ]);
    expect(rulesOf(await act(xu, one.id, 'clock-stops/1/end', {}, gone.etag))).toEqual(['complaint.wrong-state']);
  });
});
