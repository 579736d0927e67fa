import { startTestApp, type TestApp } from '../app.js';
import { declaredReviewer } from '../reviewers.js';
import { enterFourth } from '../interop/openeu-people.js';
import { awardLots, bidders, decisions, documents, evaluated, submit } from './lotted.js';
import { act, audited, contact, done, look, matter, published, request } from './steps.js';
import { heard } from '../challenges/heard.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('art. 60: a complaint about one lot', () => {
  it('is decided for that lot alone: its result falls, the other lot is contracted', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    await enterFourth(app);
    const tender = await published(app, documents);
    for (const client of Object.keys(bidders)) await submit(app, tender, client);
    const ids = await evaluated(app, tender);
    await app.setClock('2026-04-14T09:00:00+08:00');
    const awards = await awardLots(app, tender, decisions(ids, 'supplier-rheinland'));

    const letter = { subject: 'result', lotIds: ['mri'], matters: [matter], request, contact };
    const { id } = done(await act(app, 'newcomer-qian', 'post', `${tender.path}/challenges`, letter)).body;
    const challenge = `/v1/challenges/${id}`;
    const reply = {
      answers: [{ matter: '1', text: { zh: '评分符合标准。', en: 'The scores fit.' } }],
      grounds: { zh: '评审报告。', en: 'The report.' },
      rightToComplain: true,
    };
    done(await act(app, 'procurer-wang', 'post', `${challenge}/reply`, reply, challenge));
    await app.setClock('2026-05-08T09:00:00+08:00');
    const reviewBodyId = (done(await look(app, 'reviewer-xu', '/v1/me')).body['organization'] as { id: string }).id;
    const filed = { matters: [{ matter: '1', facts: matter.facts }], request, reviewBodyId };
    const complaint = `/v1/complaints/${done(await act(app, 'newcomer-qian', 'post', `${challenge}/complaint`, filed)).body.id}`;
    const reviewer = await declaredReviewer(app, complaint);
    done(await act(app, reviewer, 'post', `${complaint}/acceptance`, {}, complaint));
    await heard(app, complaint);

    const reasons = { zh: '该包评分未按公告标准适用。', en: 'In this lot the published criteria were not applied.' };
    const ruling = {
      outcome: 'upheld',
      findings: [{ matter: '1', upheld: true, irregularity: 'eva-diff-crit', reasons }],
      remedies: [{ kind: 'result-set-aside' }],
      reasons,
    };
    const unknown = await act(
      app,
      reviewer,
      'post',
      `${complaint}/decision`,
      { ...ruling, remedies: [{ kind: 'result-set-aside', lotIds: ['x'] }] },
      complaint,
    );
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/remedies/0/lotIds/0' }] } });
    const decided = done(await act(app, reviewer, 'post', `${complaint}/decision`, ruling, complaint));
    expect(decided.body['ruling']).toMatchObject({ remedies: [{ kind: 'result-set-aside', lotIds: ['mri'] }] });

    expect(done(await look(app, null, `/v1/awards/${awards.mri}`)).body.state).toBe('set-aside');
    expect(done(await look(app, null, `/v1/awards/${awards.monitors}`)).body.state).toBe('active');
    expect(done(await look(app, null, tender.path)).body.state).toBe('awarded');
    const left = done(await look(app, null, `${tender.path}/lot-results`)).body as unknown as { items: { lotId: string }[] };
    expect(left.items.map(({ lotId }) => lotId)).toEqual(['monitors', 'care']);
    expect(await audited(app, 'complaint.decided', tender.id)).toBe(1);

    const again = await awardLots(app, tender, [{ lotId: 'mri', bidId: ids['supplier-shenda'], reasons }]);
    expect(again.mri).not.toBe(awards.mri);
  });
});
