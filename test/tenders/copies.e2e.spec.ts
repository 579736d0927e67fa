import { mriTender } from '../../seeds/demo-data.js';
import { startTestApp, type TestApp } from '../app.js';
import { act, approved, audited, done, draft, look, published, rulesOf } from '../journeys/steps.js';
import { addEvidence } from '../journeys/single-source.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

const dated = {
  itemClass: 'A02320700',
  milestones: [
    {
      id: 'delivery',
      type: 'delivery',
      title: { zh: '交货', en: 'Delivery' },
      description: { zh: '设备到货。', en: 'Delivered.' },
      dueAt: '2026-09-01T00:00:00+08:00',
    },
  ],
  contractPeriod: { from: '2026-06-01', to: '2027-05-31' },
  splittingExplanation: '同品目其他采购用于不同院区。',
};

describe('a copy of a procurement (复制项目)', () => {
  it('of the own entity is a draft with its texts, criteria and value, without its dates, approval, locks and files', async () => {
    const original = await approved(
      app,
      { ...dated, milestones: undefined },
      async (path) => void (await addEvidence(app, path, '技术规格书')),
    );
    const copy = done(await act(app, 'procurer-zhao', 'post', `${original.path}/copies`)).body;
    expect(copy).toMatchObject({
      state: 'draft',
      version: 1,
      title: mriTender.title,
      criteria: mriTender.criteria,
      specifications: mriTender.specifications,
      budget: mriTender.budget,
      valuation: mriTender.valuation,
      copiedFrom: { id: original.id },
      documentsToAdd: [{ name: '技术规格书.pdf', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
      bidsCloseAt: null,
      approvedAt: null,
      budgetYear: null,
      sealing: [],
    });
    for (const left of ['contractPeriod', 'splittingExplanation', 'milestones', 'documentsIssueAt', 'singleSource'])
      expect(copy).not.toHaveProperty(left);
    const path = `/v1/tenders/${copy.id}`;
    expect((await look(app, 'procurer-wang', `${path}/documents`)).body['items']).toEqual([]);
    expect(await audited(app, 'tender.drafted', copy.id)).toBe(1);
    const own = await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path);
    expect(own.status).toBe(201);
  });

  it('of another entity’s published procurement leaves what is that entity’s own', async () => {
    const original = await published(app, {
      itemClass: null,
      project: { id: 'P-1', name: { zh: '新院区', en: 'New site' } },
    });
    const copy = done(await act(app, 'procurer-port', 'post', `${original.path}/copies`)).body;
    expect(copy).toMatchObject({ state: 'draft', title: mriTender.title, budget: null, valuation: null, estimatedValue: null });
    expect(copy).not.toHaveProperty('project');
    expect(copy['procurer']).not.toMatchObject({ id: (await look(app, 'procurer-wang', '/v1/me')).body.id });
    expect((await look(app, 'procurer-wang', `/v1/tenders/${copy.id}`)).status).toBe(404);
  });

  it('is not made of another entity’s draft, nor by who does not procure, and once for one key', async () => {
    const { id } = done(await draft(app)).body;
    expect((await act(app, 'procurer-port', 'post', `/v1/tenders/${id}/copies`)).status).toBe(404);
    expect((await act(app, 'supplier-shenda', 'post', `/v1/tenders/${id}/copies`)).status).toBe(403);
    const wang = await app.as('procurer-wang');
    const [first, second] = [
      await wang('post', `/v1/tenders/${id}/copies`, 'copy-once'),
      await wang('post', `/v1/tenders/${id}/copies`, 'copy-once'),
    ];
    expect((second.body as { id: string }).id).toBe((first.body as { id: string }).id);
  });
});

const content = {
  method: 'open',
  category: 'goods',
  purpose: 'publicService',
  contractForm: 'ordinary',
  qualificationRequirements: mriTender.qualificationRequirements,
  criteria: mriTender.criteria,
  awardMethod: 'weighted-score',
};
const template = { name: '医疗设备公开招标模板', content };
const safe = { nationalSecurity: false, stateSecret: false };
const texts = {
  title: { zh: '数字化X线机采购', en: 'Digital X-ray system' },
  description: { zh: '采购一台。', en: 'One system.' },
};

describe('a template (采购文件模板)', () => {
  const write = (by = 'procurer-wang') => act(app, by, 'post', '/v1/templates', template);

  it('gives a draft its content; what the request says counts before it', async () => {
    const { id } = done(await write()).body;
    const body = { ...safe, ...texts, awardMethod: 'lowest-price' };
    const made = done(await act(app, 'procurer-zhao', 'post', `/v1/templates/${id}/drafts`, body)).body;
    expect(made).toMatchObject({ state: 'draft', ...texts, criteria: content.criteria, awardMethod: 'lowest-price' });
    const payloads = await app.sql<{ payload: string }>(
      `SELECT payload FROM audit_payloads JOIN audit_entries ON id = entry_id WHERE tender_id = $1`,
      [made.id],
    );
    expect(payloads.map((one) => JSON.parse(one.payload) as unknown)).toMatchObject([
      { type: 'tender.drafted', payload: { templateId: id, templateVersion: 1 } },
    ]);
    const bare = await act(app, 'procurer-wang', 'post', `/v1/templates/${id}/drafts`, { ...safe, title: texts.title });
    expect(bare).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/description' }] } });
    const secret = await act(app, 'procurer-wang', 'post', `/v1/templates/${id}/drafts`, { ...body, stateSecret: true });
    expect([secret.status, rulesOf(secret)]).toEqual([403, ['scope.security-excluded']]);
    expect((await act(app, 'procurer-wang', 'post', `/v1/templates/${id}/drafts`, texts)).status).toBe(422);
  });

  it('is revised version by version, and the versions stay', async () => {
    const { id } = done(await write()).body;
    const path = `/v1/templates/${id}`;
    const changed = { name: '医疗设备模板（2026）', content: { ...content, evaluators: 5 } };
    expect(done(await act(app, 'procurer-zhao', 'patch', path, changed, path)).body).toMatchObject({ version: 2, ...changed });
    const wang = await app.as('procurer-wang');
    expect((await wang('patch', path).send({ name: '模板' })).status).toBe(428);
    const etag = (await look(app, 'procurer-wang', path)).headers['etag'] as string;
    const both = await Promise.all(['甲', '乙'].map((name) => wang('patch', path).set('if-match', etag).send({ name })));
    expect(both.map((one) => one.status).sort()).toEqual([200, 412]);
    const versions = await app.sql('SELECT version FROM tender_template_versions WHERE template_id = $1 ORDER BY version', [id]);
    expect(versions).toEqual([{ version: 1 }, { version: 2 }, { version: 3 }]);
    expect((await look(app, 'approver-li', `${path}/versions/1`)).body).toMatchObject({
      templateId: id,
      number: 1,
      name: template.name,
    });
    expect((await look(app, 'procurer-wang', `${path}/versions/2`)).body).toMatchObject({ number: 2, ...changed });
    for (const number of ['4', '0', '01', 'x', '99999999999'])
      expect((await look(app, 'procurer-wang', `${path}/versions/${number}`)).status).toBe(404);
    expect((await look(app, 'procurer-port', `${path}/versions/1`)).status).toBe(404);
    expect((await look(app, 'supplier-shenda', `${path}/versions/1`)).status).toBe(403);
    const last = (await look(app, 'procurer-wang', path)).headers['etag'] as string;
    expect((await wang('delete', path).set('if-match', last)).status).toBe(200);
    expect((await look(app, 'procurer-wang', path)).status).toBe(404);
    expect((await look(app, 'procurer-wang', `${path}/versions/1`)).status).toBe(200);
  });

  it('belongs to its organisation', async () => {
    const { id } = done(await write()).body;
    const path = `/v1/templates/${id}`;
    expect((await look(app, 'procurer-port', path)).status).toBe(404);
    expect((await act(app, 'procurer-port', 'post', `${path}/drafts`, { ...safe, ...texts })).status).toBe(404);
    const port = await app.as('procurer-port');
    for (const verb of ['patch', 'delete'] as const)
      expect((await port(verb, path).set('if-match', '"1"').send({})).status).toBe(404);
    expect((await look(app, 'supplier-shenda', '/v1/templates')).status).toBe(403);
    const { items } = done(await look(app, 'procurer-port', '/v1/templates')).body as unknown as { items: unknown[] };
    expect(items).toEqual([]);
    const page = done(await look(app, 'approver-li', '/v1/templates?limit=1')).body;
    expect(page).toMatchObject({ items: [{ id }], next: id });
  });

  it('is taken out of use once', async () => {
    const before = await audited(app, 'template.deleted');
    const { id } = done(await write()).body;
    const path = `/v1/templates/${id}`;
    const wang = await app.as('procurer-wang');
    expect((await wang('delete', path)).status).toBe(428);
    expect((await wang('delete', path).set('if-match', '"1"')).status).toBe(200);
    expect((await wang('delete', path).set('if-match', '"2"')).status).toBe(404);
    expect((await look(app, 'procurer-wang', path)).status).toBe(404);
    expect(await audited(app, 'template.deleted')).toBe(before + 1);
  });

  it('holds the form of a draft', async () => {
    const wrong = await act(app, 'procurer-wang', 'post', '/v1/templates', { name: '模板', content: { method: 'auction' } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/content/method' }] } });
    const dates = { name: '模板', content: { bidsCloseAt: '2026-04-13T09:30:00+08:00' } };
    expect((await act(app, 'procurer-wang', 'post', '/v1/templates', dates)).status).toBe(422);
  });
});
