import { heard } from '../challenges/heard.js';
import { startTestApp, type TestApp } from '../app.js';
import { assignedReviewer, declaredReviewer } from '../reviewers.js';
import {
  act,
  audited,
  awarded,
  challenge,
  done,
  evaluate,
  look,
  matter,
  opened,
  published,
  request,
  rulesOf,
  sign,
  type Answered,
  type Opened,
} from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const text = { zh: '评分符合公告标准。', en: 'The scores fit the published criteria.' };
const unproven = {
  outcome: 'rejected',
  findings: [{ matter: '1', upheld: false, reasons: text }],
  reasons: text,
};

/** The result of an awarded tender, challenged, defended by the procuring entity and complained of: its path. */
async function complained(): Promise<{ tender: Opened; awardId: string; at: string }> {
  await app.setClock('2026-03-02T09:00:00+08:00');
  const tender = await opened(app, await published(app));
  const awardId = await awarded(app, tender);
  await app.setClock('2026-04-20T09:00:00+08:00');
  const filed = `/v1/challenges/${done(await challenge(app, tender, 'result')).body.id}`;
  const reply = { answers: [{ matter: '1', text }], grounds: text, rightToComplain: true };
  done(await act(app, 'procurer-wang', 'post', `${filed}/reply`, reply, filed));
  await app.setClock('2026-05-08T09:00:00+08:00');
  const reviewBodyId = (done(await look(app, 'reviewer-xu', '/v1/me')).body['organization'] as { id: string }).id;
  const complaint = { matters: [{ matter: '1', facts: matter.facts }], request, reviewBodyId };
  const { id } = done(await act(app, 'supplier-shenda', 'post', `${filed}/complaint`, complaint)).body;
  return { tender, awardId, at: `/v1/complaints/${id}` };
}

function decide(reviewer: string, at: string, decision: object): Promise<Answered> {
  return act(app, reviewer, 'post', `${at}/decision`, decision, at);
}

describe('art. 60: how a complaint may end', () => {
  it('upheld: suspended at once, the evaluation is done again, another is awarded, and the order is seen to be done', async () => {
    const { tender, awardId, at } = await complained();
    const reviewer = await declaredReviewer(app, at);
    done(await act(app, reviewer, 'post', `${at}/acceptance`, {}, at));
    const order = { endsOn: '2026-06-07', reasons: { zh: '防止损失扩大。', en: 'To prevent greater harm.' } };
    done(await act(app, reviewer, 'post', `${at}/suspension`, order, at));
    await heard(app, at);
    await app.setClock('2026-05-20T09:00:00+08:00');
    expect(rulesOf(await sign(app, tender, awardId))).toContain('contract.challenge-open');
    const reasons = { zh: '技术性能未按公告的评分标准打分。', en: 'Merit was not scored by the published criteria.' };
    const findings = [{ matter: '1', upheld: true, irregularity: 'eva-diff-crit', reasons }];
    done(await decide(reviewer, at, { outcome: 'upheld', findings, remedies: [{ kind: 'evaluation-redone' }], reasons }));
    expect(done(await look(app, null, tender.path)).body.state).toBe('opened');
    expect(done(await look(app, 'procurer-wang', `${at}/remedies`)).body).toMatchObject([{ state: 'open' }]);

    done(await evaluate(app, tender, { scores: { 'supplier-shenda': '97', 'supplier-rheinland': '80' } }));
    expect(done(await look(app, 'supplier-shenda', `${at}/remedies`)).body).toMatchObject([
      { kind: 'evaluation-redone', state: 'done', doneBy: { kind: 'evaluation-report' } },
    ]);
    const better = { bidId: tender.bids['supplier-shenda'], reasons };
    const again = done(await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, better, tender.path)).body.id;
    await app.setClock('2026-06-12T09:00:00+08:00');
    expect(rulesOf(await sign(app, tender, awardId))).toContain('award.wrong-state');
    done(await sign(app, tender, again, '9800000.00'));
    for (const type of ['tender.suspended', 'evaluation.set-aside', 'award.set-aside', 'remedy.ordered', 'remedy.done'])
      expect([type, await audited(app, type, tender.id)]).toEqual([type, 1]);
  });

  it('rejected, by another reviewer after the first one drawn declared a conflict; everybody reads why, and the contract is free', async () => {
    const { tender, awardId, at } = await complained();
    const first = await assignedReviewer(app, at);
    const tied = {
      conflict: true,
      reason: { zh: '与投诉人的负责人是近亲属。', en: 'A close relative of the complainant’s head.' },
    };
    done(await act(app, first, 'post', `${at}/declaration`, tied));
    const second = await declaredReviewer(app, at);
    expect(second).not.toBe(first);
    expect((await act(app, first, 'post', `${at}/acceptance`, {}, '"1-filed"')).status).toBe(403);
    done(await act(app, second, 'post', `${at}/acceptance`, {}, at));
    expect(rulesOf(await decide(second, at, unproven))).toEqual(['complaint.not-heard']);
    await heard(app, at);
    done(await decide(second, at, unproven));
    const open = done(await look(app, null, `${tender.path}/review-decisions`)).body['decisions'];
    expect(open).toMatchObject([{ outcome: 'rejected' }]);
    done(await sign(app, tender, awardId));
    expect(await audited(app, 'reviewer.assigned', tender.id)).toBe(2);
  });

  it('dismissed, for evidence that nobody may use: no decision on its matters, and nothing holds the contract', async () => {
    const { tender, awardId, at } = await complained();
    const reviewer = await declaredReviewer(app, at);
    const reasons = { zh: '证据来源不合法。', en: 'The evidence was obtained unlawfully.' };
    done(await act(app, reviewer, 'post', `${at}/dismissal`, { ground: 'evidence-illegal', reasons }, at));
    expect(done(await look(app, 'supplier-shenda', at)).body).toMatchObject({
      state: 'dismissed',
      ruling: { outcome: 'dismissed', ground: 'evidence-illegal', findings: [] },
    });
    done(await sign(app, tender, awardId));
  });
});
