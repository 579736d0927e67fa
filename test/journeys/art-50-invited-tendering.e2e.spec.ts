import { startTestApp, type TestApp } from '../app.js';
import {
  applicants,
  apply,
  decisionDay,
  invitedDraft,
  invite,
  prequalification,
  prequalifying,
  received,
  shortlisted,
  start,
  value,
} from '../prequalification/invited.js';
import { act, approved, audited, done, look, publish, rulesOf, type Answered } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock(start));
afterAll(() => app.close());

const urgency = {
  justification: '现有设备突发故障停用，急诊影像检查无法开展，须尽快恢复。',
  evidence: ['设备故障报告 2026-02-28'],
};
const urgent = { ...prequalification, urgency };

async function publishWith(over: object): Promise<Answered> {
  return publish(app, await approved(app, invitedDraft(over)));
}

const closing = (day: string): object => ({ applicationsCloseAt: `${day}T09:30:00+08:00` });
const periods = (answer: Answered): string[] => rulesOf(answer).filter((rule) => rule.startsWith('prequalification.'));

describe('art. 50: applications stay open 25 days from the issue of the prequalification documents, in urgency 10', () => {
  it('takes 2026-03-27 and refuses 2026-03-26, with the arithmetic', async () => {
    const short = await publishWith(closing('2026-03-26'));
    expect(periods(short)).toEqual(['prequalification.period-short']);
    expect(short.body.errors?.find((one) => one.rule === 'prequalification.period-short')?.derivation).toMatchObject({
      from: '2026-03-02',
      days: 25,
      result: '2026-03-27',
    });
    done(await publishWith(closing('2026-03-27')));
  });

  it('takes 2026-03-12 in urgency, refuses it unsubstantiated, and 2026-03-11 always', async () => {
    done(await publishWith({ ...closing('2026-03-12'), prequalification: urgent }));
    const bare = { ...prequalification, urgency: { justification: '紧急', evidence: [] } };
    expect(periods(await publishWith({ ...closing('2026-03-12'), prequalification: bare })).sort()).toEqual([
      'prequalification.period-short',
      'prequalification.urgency-unsubstantiated',
    ]);
    expect(periods(await publishWith({ ...closing('2026-03-11'), prequalification: urgent }))).toEqual([
      'prequalification.period-below-floor',
    ]);
  });

  it('from 2026-08-22, a Saturday, counts to 2026-09-16 and 2026-09-01', async () => {
    await app.setClock('2026-08-22T09:00:00+08:00');
    expect(periods(await publishWith(closing('2026-09-15')))).toEqual(['prequalification.period-short']);
    done(await publishWith(closing('2026-09-16')));
    expect(periods(await publishWith({ ...closing('2026-08-31'), prequalification: urgent }))).toEqual([
      'prequalification.period-below-floor',
    ]);
    done(await publishWith({ ...closing('2026-09-01'), prequalification: urgent }));
  });

  it('applies from CNY 2,000,000.00 on the value of art. 52, works from 50,000,000.00, and to an unknown value', async () => {
    const soon = closing('2026-03-10');
    expect(periods(await publishWith({ ...soon, valuation: value('2000000.00') }))).toEqual([
      'prequalification.period-below-floor',
    ]);
    done(await publishWith({ ...soon, valuation: value('1999999.99') }));
    const works = { ...soon, category: 'works', smePlan: { priceDeduction: '0.03' } };
    expect(periods(await publishWith({ ...works, valuation: value('50000000.00') }))).toEqual([
      'prequalification.period-below-floor',
    ]);
    done(await publishWith({ ...works, valuation: value('49999999.99') }));
    expect(periods(await publishWith({ ...soon, valuation: { unknown: true } }))).toEqual([
      'prequalification.period-below-floor',
    ]);
  });

  it('at any amount leaves five working days from the notice (实施条例 art. 21)', async () => {
    const small = { valuation: value('500000.00') };
    expect(periods(await publishWith({ ...closing('2026-03-06'), ...small }))).toEqual([
      'prequalification.period-below-national',
    ]);
    done(await publishWith({ ...closing('2026-03-09'), ...small }));
  });

  it('shows the dates in the compliance check', async () => {
    const tender = await approved(app, invitedDraft(closing('2026-03-26')));
    const { body } = done(await act(app, 'procurer-wang', 'post', `${tender.path}/compliance-check`));
    expect(body).toMatchObject({
      publishable: false,
      computed: { applications: { applies: true, daysMin: 25, days: 24, earliestOn: '2026-03-27' } },
    });
  });

  it('takes an application a microsecond before the deadline and refuses it at the deadline, recorded', async () => {
    const tender = await prequalifying(app);
    for (const client of applicants.slice(1)) await apply(app, tender, client);
    await app.setClock('2026-03-27T09:29:59.999999+08:00', true);
    expect(done(await apply(app, tender, 'supplier-shenda')).body['receivedAt']).toBe('2026-03-27T01:29:59.999999Z');
    await app.setClock('2026-03-27T09:30:00+08:00', true);
    const late = await apply(app, tender, 'supplier-hujiang', {}, 'put');
    expect([late.status, ...rulesOf(late)]).toEqual([422, 'prequalification.application-late']);
    expect(await audited(app, 'application.refused', tender.id)).toBe(1);
    expect(Object.keys(await received(app, tender)).sort()).toEqual([...applicants].sort());
  });

  it('then gives 40 days from the invitation, not from the notice (art. 51)', async () => {
    const tender = await shortlisted(app);
    await app.setClock(decisionDay);
    const short = await invite(app, tender, '2026-05-08T09:30:00+08:00');
    expect(rulesOf(short)).toContain('tender.bid-period-short');
    expect((await look(app, null, tender.path)).body).toMatchObject({ state: 'invited', documentsIssuedAt: null });
    done(await invite(app, tender, '2026-05-09T09:30:00+08:00'));
    expect(await audited(app, 'tender.invited', tender.id)).toBe(1);
  });
});
