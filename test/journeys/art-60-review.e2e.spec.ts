import { startTestApp, type TestApp } from '../app.js';
import { declaredReviewer } from '../reviewers.js';
import { act, audited, awarded, challenge, done, look, matter, opened, published, request, rulesOf, sign } from './steps.js';
import { heard } from '../challenges/heard.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function bodyOf(clientId: string): Promise<string> {
  return (done(await look(app, clientId, '/v1/me')).body['organization'] as { id: string }).id;
}

describe('art. 60: complaints are reviewed by an authority independent of the procuring entity', () => {
  it('refuses the authority above the procurer, stops the contract, and sets an award aside', async () => {
    const tender = await opened(app, await published(app));
    const awardId = await awarded(app, tender);
    await app.setClock('2026-04-20T09:00:00+08:00');
    const filed = `/v1/challenges/${done(await challenge(app, tender, 'result')).body.id}`;
    const reply = {
      answers: [{ matter: '1', text: { zh: '评分符合标准。', en: 'The scores fit.' } }],
      grounds: { zh: '评审报告。', en: 'The report.' },
      rightToComplain: true,
    };
    done(await act(app, 'procurer-wang', 'post', `${filed}/reply`, reply, filed));
    await app.setClock('2026-05-08T09:00:00+08:00');
    const complaint = { matters: [{ matter: '1', facts: matter.facts }], request };
    const dependent = await act(app, 'supplier-shenda', 'post', `${filed}/complaint`, {
      ...complaint,
      reviewBodyId: await bodyOf('reviewer-health'),
    });
    expect({ status: dependent.status, rules: rulesOf(dependent) }).toEqual({
      status: 403,
      rules: ['complaint.reviewer-not-independent'],
    });
    const at = `/v1/complaints/${done(await act(app, 'supplier-shenda', 'post', `${filed}/complaint`, { ...complaint, reviewBodyId: await bodyOf('reviewer-xu') })).body.id}`;
    const reviewer = await declaredReviewer(app, at);
    done(await act(app, reviewer, 'post', `${at}/acceptance`, {}, at));
    await heard(app, at);
    expect(rulesOf(await sign(app, tender, awardId))).toContain('contract.challenge-open');
    const reasons = { zh: '评分未按公告标准适用。', en: 'The published criteria were not applied.' };
    const decision = {
      outcome: 'upheld',
      findings: [{ matter: '1', upheld: true, irregularity: 'eva-diff-crit', reasons }],
      remedies: [{ kind: 'result-set-aside' }],
      reasons,
    };
    done(await act(app, reviewer, 'post', `${at}/decision`, decision, at));
    expect((await look(app, null, tender.path)).body.state).toMatch(/^(evaluated|opened)$/);
    expect(await audited(app, 'complaint.decided', tender.id)).toBe(1);
    expect(await audited(app, 'award.set-aside', tender.id)).toBe(1);
  });
});
