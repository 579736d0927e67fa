import { startTestApp, type TestApp } from '../app.js';
import { heard } from '../challenges/heard.js';
import { openTogether } from '../custody/ceremony.js';
import { declaredReviewer } from '../reviewers.js';
import { act, audited, challenge, closing, done, look, matter, published, request, rulesOf, submit, tagOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const extended = '2026-05-06T09:30:00+08:00';
const reasons = { zh: '第3.2条指向特定产品，应予修改。', en: 'Clause 3.2 points to one product and has to be changed.' };

describe('art. 61: a challenge of the documents that ends in an amendment by order', () => {
  it('bars the opening until the documents are changed and bidders have had their time', async () => {
    const tender = await published(app);
    await app.setClock('2026-03-06T09:00:00+08:00');
    const filed = `/v1/challenges/${done(await challenge(app, tender, 'documents')).body.id}`;
    const refusal = {
      answers: [{ matter: '1', text: { zh: '参数符合需求。', en: 'The parameters fit the need.' } }],
      grounds: { zh: '需求调查报告。', en: 'The survey of needs.' },
      rightToComplain: true,
    };
    done(await act(app, 'procurer-wang', 'post', `${filed}/reply`, refusal, filed));
    await app.setClock('2026-03-18T09:00:00+08:00');
    const reviewBodyId = (done(await look(app, 'reviewer-xu', '/v1/me')).body['organization'] as { id: string }).id;
    const complaint = { matters: [{ matter: '1', facts: matter.facts }], request, reviewBodyId };
    const at = `/v1/complaints/${done(await act(app, 'supplier-shenda', 'post', `${filed}/complaint`, complaint)).body.id}`;
    const reviewer = await declaredReviewer(app, at);
    done(await act(app, reviewer, 'post', `${at}/acceptance`, {}, at));
    await heard(app, at);
    const finding = { matter: '1', upheld: true, irregularity: 'unj-nrl-other', reasons };
    const ruling = { outcome: 'upheld', findings: [finding], reasons };
    const tag = await tagOf(app, reviewer, at);
    const impossible = { ...ruling, remedies: [{ kind: 'result-set-aside' }] };
    expect(rulesOf(await act(app, reviewer, 'post', `${at}/decision`, impossible, tag))).toEqual([
      'complaint.remedy-not-possible',
    ]);
    const ordered = { ...ruling, remedies: [{ kind: 'documents-changed' }] };
    const decided = done(await act(app, reviewer, 'post', `${at}/decision`, ordered, tag));
    expect(decided.body['ruling']).toMatchObject({
      remedies: [{ number: 1, kind: 'documents-changed', state: 'open', dueOn: '2026-04-09' }],
    });
    // What leaves the documents alone leaves the bar.
    const later = { bidsCloseAt: extended, reason: reasons };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/amendments`, later, tender.path));
    const held = `SELECT kind FROM procedure_holds WHERE tender_id = $1 AND released_at IS NULL AND kind = 'remedy'`;
    expect(await app.sql(held, [tender.id])).toEqual([{ kind: 'remedy' }]);
    await expect(
      app.sql(
        `INSERT INTO opening_minutes (tender_id, id, minutes, key_id, signature, recorded_at) VALUES ($1, $1, '', '', '', platform_now())`,
        [tender.id],
      ),
    ).rejects.toThrow('tender.remedy-open');
    const changes = { description: { zh: '采购磁共振成像系统一套，孔径不限。', en: 'One MRI system of any bore.' } };
    const change = { changes, material: true, reason: reasons };
    const proposed = done(await act(app, 'procurer-wang', 'post', `${tender.path}/amendment-proposals`, change, tender.path));
    const approval = `${tender.path}/amendment-proposals/${proposed.body.id}/approval`;
    done(await act(app, 'approver-li', 'post', approval, undefined, `${tender.path}/amendment-proposals/${proposed.body.id}`));
    expect(done(await look(app, 'procurer-wang', `${at}/remedies`)).body).toMatchObject([
      { kind: 'documents-changed', state: 'done', doneBy: { kind: 'notice' } },
    ]);
    expect(await app.sql(held, [tender.id])).toEqual([]);
    expect(await audited(app, 'remedy.ordered', tender.id)).toBe(1);
    expect(await audited(app, 'remedy.done', tender.id)).toBe(1);
    for (const client of ['supplier-rheinland', 'supplier-shenda', 'supplier-hujiang']) done(await submit(app, tender, client));
    expect(new Date(extended) > new Date(closing)).toBe(true);
    await app.setClock('2026-05-06T10:00:00+08:00');
    await openTogether(app, tender.locked);
    expect((await look(app, null, tender.path)).body.state).toBe('opened');
  });
});
