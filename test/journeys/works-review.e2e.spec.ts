import { heard } from '../challenges/heard.js';
import { startTestApp, type TestApp } from '../app.js';
import { declaredReviewer } from '../reviewers.js';
import { act, audited, challenge, done, look, matter, published, request, rulesOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const reply = {
  answers: [{ matter: '1', text: { zh: '评标办法已公布。', en: 'The method was published.' } }],
  grounds: { zh: '招标文件第三章。', en: 'Chapter three of the documents.' },
  rightToComplain: true,
};

describe('arts. 60, 61 in works (rulebook P8): ten days to challenge and to complain, thirty working days to decide from the acceptance', () => {
  it('goes from the challenge to the decision on its own periods', async () => {
    const tender = await published(app, { category: 'works', itemClass: null, smePlan: { priceDeduction: '0.03' } });
    await app.setClock('2026-03-09T09:00:00+08:00');
    const first = done(await challenge(app, tender, 'documents')).body;
    const second = done(await challenge(app, tender, 'documents')).body;
    expect(first).toMatchObject({ replyDueOn: '2026-03-18', complaintLastDay: '2026-03-30' });

    await app.setClock('2026-03-16T09:00:00+08:00');
    for (const { id } of [first, second]) {
      const at = `/v1/challenges/${id}`;
      expect(done(await act(app, 'procurer-wang', 'post', `${at}/reply`, reply, at)).body).toMatchObject({
        complaintLastDay: '2026-03-26',
      });
    }
    const reviewBodyId = (done(await look(app, 'reviewer-xu', '/v1/me')).body['organization'] as { id: string }).id;
    const complain = (id: string) =>
      act(app, 'supplier-shenda', 'post', `/v1/challenges/${id}/complaint`, {
        matters: [{ matter: '1', facts: matter.facts }],
        request,
        reviewBodyId,
      });
    await app.setClock('2026-03-26T23:59:59.999999+08:00', true);
    const filed = done(await complain(first.id)).body;
    expect(filed).toMatchObject({ state: 'filed', lastDay: '2026-03-26', admissibilityDueOn: '2026-04-02', decisionDueOn: null });
    expect(filed['pending']).toBeUndefined();
    await app.setClock('2026-03-27T00:00:00+08:00', true);
    expect(rulesOf(await complain(second.id))).toEqual(['complaint.out-of-time']);

    await app.setClock('2026-03-30T09:00:00+08:00');
    const at = `/v1/complaints/${filed.id}`;
    const reviewer = await declaredReviewer(app, at);
    const accepted = done(await act(app, reviewer, 'post', `${at}/acceptance`, {}, at)).body;
    expect(accepted).toMatchObject({ state: 'accepted', decisionDueOn: '2026-05-14' });
    expect(accepted['decisionDerivation']).toMatchObject({ from: '2026-03-30', days: 30, unit: 'workingDays' });
    await heard(app, at);

    await app.setClock('2026-04-13T09:00:00+08:00');
    const stop = { cause: 'inspection', reasons: { zh: '委托检验地基承载力', en: 'The bearing of the ground is inspected' } };
    expect(done(await act(app, reviewer, 'post', `${at}/clock-stops`, stop, at)).body).toMatchObject({
      decisionDueOn: null,
      pending: ['clockStopped'],
    });
    await app.setClock('2026-04-15T09:00:00+08:00');
    expect(done(await act(app, reviewer, 'post', `${at}/clock-stops/1/end`, {}, at)).body).toMatchObject({
      decisionDueOn: '2026-05-18',
    });

    await app.setClock('2026-05-18T16:00:00+08:00');
    const reasons = { zh: '评标办法符合公告。', en: 'The method is the one that was published.' };
    const decision = { outcome: 'rejected', findings: [{ matter: '1', upheld: false, reasons }], reasons };
    expect(done(await act(app, reviewer, 'post', `${at}/decision`, decision, at)).body).toMatchObject({ state: 'rejected' });
    expect(await audited(app, 'complaint.decided', tender.id)).toBe(1);
  });
});
