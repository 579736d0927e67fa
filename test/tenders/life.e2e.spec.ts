import { startTestApp, type TestApp } from '../app.js';
import {
  act,
  approved,
  audited,
  closing,
  done,
  draft,
  look,
  published,
  rulesOf,
  type Answered,
  type JourneyTender,
} from '../journeys/steps.js';

let app: TestApp;
const start = '2026-03-02T09:00:00+08:00';
const reason = { zh: '应供应商请求延长。', en: 'Extended at a supplier’s request.' };

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock(start));
afterAll(() => app.close());

function amend(tender: JourneyTender, bidsCloseAt: string, over: object = {}): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `${tender.path}/amendments`, { bidsCloseAt, reason, ...over }, tender.path);
}

const code = 'chan-need';

function cancel(tender: JourneyTender, body: object): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `${tender.path}/cancellation`, body, tender.path);
}

describe('an amendment', () => {
  it('moves the deadline and the opening, in a new version of the notice that says what changed', async () => {
    const tender = await published(app);
    const answer = done(await amend(tender, '2026-04-20T09:30:00+08:00'));
    expect(answer.body).toMatchObject({ state: 'open', noticeVersion: 2, opensAt: '2026-04-20T01:30:30.000000Z' });
    const { body } = done(await look(app, null, `${tender.path}/notices/2`));
    expect(body).toMatchObject({
      kind: 'amendment',
      content: {
        reason,
        changes: [{ field: '/bidsCloseAt', before: '2026-04-13T01:30:00.000000Z', after: '2026-04-20T01:30:00.000000Z' }],
        bidsCloseAt: '2026-04-20T01:30:00.000000Z',
      },
    });
    const [row] = await app.sql<{ due: boolean }>('SELECT due_at = bids_close_at AS due FROM tenders WHERE id = $1', [tender.id]);
    expect(row?.due).toBe(true);
    expect(await audited(app, 'tender.amended', tender.id)).toBe(1);
  });

  it('never shortens, never repeats, and keeps the notice’s languages', async () => {
    const tender = await published(app);
    const shorter = await amend(tender, '2026-04-13T09:29:59.999999+08:00');
    expect({ status: shorter.status, rules: rulesOf(shorter) }).toEqual({ status: 422, rules: ['tender.deadline-shortened'] });
    expect(await amend(tender, closing)).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/bidsCloseAt' }] } });
    const half = await amend(tender, '2026-04-20T09:30:00+08:00', { reason: { zh: '只有中文' } });
    expect(rulesOf(half)).toEqual(['notice.english-incomplete']);
    expect(await audited(app, 'tender.amended', tender.id)).toBe(0);
  });

  it('is possible a microsecond before the old deadline, and at it no more', async () => {
    const [first, second] = [await published(app), await published(app)];
    await app.setClock('2026-04-13T09:29:59.999999+08:00', true);
    done(await amend(first, '2026-04-20T09:30:00+08:00'));
    await app.setClock(closing, true);
    const late = await amend(second, '2026-04-20T09:30:00+08:00');
    expect({ status: late.status, rules: rulesOf(late) }).toEqual({ status: 409, rules: ['tender.deadline-passed'] });
    expect((await look(app, null, first.path)).body.state).toBe('open');
  });

  it('belongs to the procuring entity and to published tenders', async () => {
    const tender = await published(app);
    const body = { bidsCloseAt: '2026-04-20T09:30:00+08:00', reason };
    expect((await act(app, 'procurer-port', 'post', `${tender.path}/amendments`, body, tender.path)).status).toBe(404);
    expect((await act(app, 'supplier-shenda', 'post', `${tender.path}/amendments`, body, tender.path)).status).toBe(403);
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    expect(rulesOf(await act(app, 'procurer-wang', 'post', `${path}/amendments`, body, path))).toEqual(['tender.wrong-state']);
  });
});

describe('the clock', () => {
  it('closes a tender at its deadline, seen before anybody wrote it down, and written once', async () => {
    const tender = await published(app);
    await app.setClock('2026-04-13T09:29:59.999999+08:00', true);
    const before = await look(app, null, tender.path);
    expect(before.body.state).toBe('open');
    await app.setClock(closing, true);
    const after = await look(app, null, tender.path);
    expect(after.body).toMatchObject({ state: 'closed', version: before.body['version'] });
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
    expect(await audited(app, 'tender.closed', tender.id)).toBe(0);
    await Promise.all([app.drain(), app.drain()]);
    expect(await audited(app, 'tender.closed', tender.id)).toBe(1);
    const rows = await app.sql('SELECT state, due_at FROM tenders WHERE id = $1', [tender.id]);
    expect(rows).toEqual([{ state: 'closed', due_at: null }]);
  });

  it('lets a decision that read the open tender go stale', async () => {
    const tender = await published(app);
    const etag = (await look(app, 'procurer-wang', tender.path)).headers['etag'] as string;
    await app.setClock(closing, true);
    const caller = await app.as('procurer-wang');
    const stale = await caller('post', `${tender.path}/cancellation`).set('if-match', etag).send({ code, reason });
    expect(stale.status).toBe(412);
  });
});

describe('a cancellation', () => {
  it('ends the procurement with a notice and its retention', async () => {
    const tender = await published(app);
    const answer = done(await cancel(tender, { code, reason }));
    expect(answer.body).toMatchObject({ state: 'cancelled', endedOn: '2026-03-02', retainUntil: '2041-03-02', noticeVersion: 2 });
    const { body } = done(await look(app, null, `${tender.path}/notices/2`));
    expect(body).toMatchObject({
      kind: 'cancellation',
      content: { code, codeLabel: { zh: '采购人决定：采购需求变化' }, reason },
    });
    expect(await audited(app, 'tender.cancelled', tender.id)).toBe(1);
    const again = await cancel(tender, { code, reason });
    expect({ status: again.status, rules: rulesOf(again) }).toEqual({ status: 409, rules: ['tender.wrong-state'] });
    await app.setClock(closing);
    await app.drain();
    expect((await look(app, null, tender.path)).body.state).toBe('cancelled');
    expect(await audited(app, 'tender.closed', tender.id)).toBe(0);
  });

  it('states its reason in both languages', async () => {
    const tender = await published(app);
    expect(rulesOf(await cancel(tender, { code }))).toEqual(['tender.cancellation-reason-missing']);
    expect(rulesOf(await cancel(tender, { code, reason: { zh: '只有中文' } }))).toEqual(['notice.english-incomplete']);
    expect((await look(app, null, tender.path)).body.state).toBe('open');
  });

  it('states its reason by a code of the list, none that says what came in: that is a failure', async () => {
    const tender = await published(app);
    const missing = await cancel(tender, { reason });
    expect(missing).toMatchObject({
      status: 422,
      body: { errors: [{ rule: 'tender.non-award-code-missing', pointer: '#/code' }] },
    });
    for (const one of ['no-rece', 'all-rej', 'one-admis'])
      expect(rulesOf(await cancel(tender, { code: one, reason }))).toEqual(['tender.non-award-code-unfit']);
    expect((await cancel(tender, { code: 'weather', reason })).body.errors).toMatchObject([{ pointer: '#/code' }]);
    expect((await look(app, null, tender.path)).body.state).toBe('open');
  });

  it('of a draft stays private', async () => {
    const tender = await approved(app);
    expect(done(await cancel(tender, { code, reason })).body).toMatchObject({ state: 'cancelled', noticeVersion: 0 });
    expect((await look(app, null, tender.path)).status).toBe(404);
  });

  it('and an amendment at once, both of the tender as it was read: one happens', async () => {
    const tender = await published(app);
    const etag = (await look(app, 'procurer-wang', tender.path)).headers['etag'] as string;
    const caller = await app.as('procurer-wang');
    const bodies = { cancellation: { code, reason }, amendments: { reason, bidsCloseAt: '2026-04-20T09:30:00+08:00' } };
    const answers = await Promise.all(
      Object.entries(bodies).map(([part, body]) => caller('post', `${tender.path}/${part}`).set('if-match', etag).send(body)),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    expect((await audited(app, 'tender.cancelled', tender.id)) + (await audited(app, 'tender.amended', tender.id))).toBe(1);
  });
});
