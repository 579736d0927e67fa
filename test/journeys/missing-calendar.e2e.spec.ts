import { startTestApp, type TestApp } from '../app.js';
import { act, challenge, done, look, matter, published, rulesOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** Invented, as no notice of the State Council names the days of 2027 yet. */
const days = {
  off: ['2027-01-01', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'],
  work: ['2027-01-02'],
  source: '试验用',
};

describe('art. 61 in a year whose calendar is not loaded (rulebook P11)', () => {
  it('takes the challenge as provisionally in time, says so, and computes every date once the calendar comes', async () => {
    await app.setClock('2026-12-21T09:00:00+08:00');
    const tender = await published(app, { bidsCloseAt: '2027-02-22T09:30:00+08:00' });
    await app.setClock('2027-01-20T09:00:00+08:00');
    const windows = done(await look(app, 'supplier-shenda', `${tender.path}/challenge-window`)).body['windows'];
    expect(windows).toMatchObject({ documents: { lastDay: null, open: true, pending: ['calendarYearMissing'] } });
    const filed = done(await challenge(app, tender, 'documents')).body;
    expect(filed).toMatchObject({
      provisional: true,
      replyDueOn: null,
      complaintLastDay: null,
      pending: ['calendarYearMissing'],
    });

    done(await act(app, 'registrar', 'put', '/v1/calendar/2027', days));
    const at = `/v1/challenges/${filed.id}`;
    const known = done(await look(app, 'supplier-shenda', at)).body;
    expect(known).toMatchObject({ replyDueOn: '2027-01-29', complaintLastDay: '2027-02-25' });
    // A notice of the documents of five working days from 21 December ends on the 28th; ten days on is 7 January: this letter was late, and is not lost for it.
    const late = await challenge(app, tender, 'documents', 'supplier-hujiang');
    expect([late.status, rulesOf(late)]).toEqual([422, ['challenge.out-of-time']]);
    expect(late.body.errors?.[0]?.derivation).toMatchObject({ result: '2027-01-07' });
    const reply = { answers: [{ matter: '1', text: matter.statement }], grounds: matter.facts, rightToComplain: true };
    expect(done(await act(app, 'procurer-wang', 'post', `${at}/reply`, reply)).body).toMatchObject({ state: 'answered' });
  });
});
