import { startTestApp, type TestApp } from '../app.js';
import { act, approved, audited, closing, done, look, publish, published, rulesOf, submit, type Answered } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

describe('art. 51: at least 40 days from the issue of the documents, and no bid at or after the deadline', () => {
  it('refuses 39 days with the arithmetic, and takes 40', async () => {
    const short = await approved(app, { bidsCloseAt: '2026-04-10T09:00:00+08:00' });
    const refused = await publish(app, short);
    expect(rulesOf(refused)).toContain('tender.bid-period-short');
    expect(refused.body.errors?.find((one) => one.rule === 'tender.bid-period-short')?.derivation).toMatchObject({
      from: '2026-03-02',
      days: 40,
      result: '2026-04-11',
    });
    const { id } = await published(app, { bidsCloseAt: '2026-04-11T00:00:00+08:00' });
    expect(await audited(app, 'tender.published', id)).toBe(1);
  });

  it('counts from a later issue of the documents, and refuses one before the notice', async () => {
    const early = await publish(app, await approved(app, { documentsIssueAt: '2026-03-02T08:59:59+08:00' }));
    expect({ status: early.status, rules: rulesOf(early) }).toEqual({ status: 422, rules: ['tender.documents-before-notice'] });
    const later = { documentsIssueAt: '2026-03-04T09:00:00+08:00' };
    const short = await publish(app, await approved(app, { ...later, bidsCloseAt: '2026-04-12T09:30:00+08:00' }));
    expect(rulesOf(short)).toContain('tender.bid-period-short');
    const { id, path } = await published(app, { ...later, bidsCloseAt: '2026-04-13T09:30:00+08:00' });
    expect((await look(app, null, path)).body['documentsIssuedAt']).toBe('2026-03-04T01:00:00.000000Z');
    expect(await audited(app, 'tender.published', id)).toBe(1);
  });

  it('extends the deadline, and never shortens it', async () => {
    const tender = await published(app);
    const reason = { zh: '澄清招标文件。', en: 'The documents were clarified.' };
    const shortened = await act(
      app,
      'procurer-wang',
      'post',
      `${tender.path}/amendments`,
      { bidsCloseAt: '2026-04-12T09:30:00+08:00', reason },
      tender.path,
    );
    expect(rulesOf(shortened)).toContain('tender.deadline-shortened');
    done(
      await act(
        app,
        'procurer-wang',
        'post',
        `${tender.path}/amendments`,
        { bidsCloseAt: '2026-04-20T09:30:00+08:00', reason },
        tender.path,
      ),
    );
    expect((await look(app, null, tender.path)).body['bidsCloseAt']).toBe('2026-04-20T01:30:00.000000Z');
    expect(await audited(app, 'tender.amended', tender.id)).toBe(1);
  });

  it('lets the documents change materially only with fifteen days left to the deadline, and a second person', async () => {
    const tender = await published(app);
    const reason = { zh: '调整评审人数。', en: 'Another number of evaluators.' };
    const propose = (over: object): Promise<Answered> =>
      act(
        app,
        'procurer-wang',
        'post',
        `${tender.path}/amendment-proposals`,
        { reason, changes: { evaluators: 3 }, ...over },
        tender.path,
      );
    await app.setClock('2026-04-01T09:00:00+08:00');
    const refused = await propose({});
    expect(rulesOf(refused)).toEqual(['tender.extension-needed']);
    expect(refused.body.errors?.[0]?.derivation).toMatchObject({ from: '2026-04-01', days: 15, result: '2026-04-16' });
    const path = `${tender.path}/amendment-proposals/${done(await propose({ bidsCloseAt: '2026-04-16T09:30:00+08:00' })).body.id}`;
    done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
    expect((await look(app, null, tender.path)).body).toMatchObject({
      evaluators: 3,
      bidsCloseAt: '2026-04-16T01:30:00.000000Z',
    });
    expect(await audited(app, 'tender.amended', tender.id)).toBe(1);
  });

  it('takes a bid one microsecond before the deadline and refuses it at the deadline, recorded', async () => {
    const tender = await published(app);
    await app.setClock('2026-04-13T09:29:59.999999+08:00', true);
    expect(done(await submit(app, tender, 'supplier-shenda')).body['receivedAt']).toBe('2026-04-13T01:29:59.999999Z');
    await app.setClock(closing, true);
    const late = await submit(app, tender, 'supplier-hujiang');
    expect({ status: late.status, rules: rulesOf(late) }).toEqual({ status: 422, rules: ['bid.late'] });
    expect(await audited(app, 'bid.refused', tender.id)).toBe(1);
    expect((await look(app, null, tender.path)).body.state).toBe('closed');
  });
});
