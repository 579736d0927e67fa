import { contentDigest } from '../content-digest.js';
import { mriTender } from '../../seeds/demo-data.js';
import { freshKey, startTestApp, type TestApp } from '../app.js';
import {
  act,
  answered,
  approved,
  audited,
  done,
  draft,
  look,
  publish,
  published,
  rulesOf,
  type Answered,
} from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const lots = [{ id: 'imaging', title: { zh: '影像设备', en: 'Imaging equipment' } }];
const items = [
  {
    id: 'mri',
    lotId: 'imaging',
    description: { zh: '3.0T磁共振成像系统', en: '3.0 T magnetic resonance imaging system' },
    quantity: '1',
    unit: '套',
    unitPrice: { amount: '10800000.00', currency: 'CNY' },
    itemClass: 'A02320700',
    additionalClassifications: [
      { scheme: 'CPV', id: '33113000-5', description: { zh: '磁共振成像设备', en: 'Magnetic resonance imaging equipment' } },
      { scheme: 'UNSPSC', id: '42201800', uri: 'https://www.unspsc.example/42201800' },
    ],
  },
];
const details = {
  lots,
  items,
  project: { id: 'LG-2026-017', name: { zh: '临港影像中心', en: 'Lingang imaging centre' } },
  budgetSource: { id: '采购计划〔2026〕0017号', uri: 'https://budget.example/2026/0017' },
  procurementMethodRationale: { zh: '达到公开招标数额标准。', en: 'The value reaches the open-tendering threshold.' },
  milestones: [
    {
      id: 'm1',
      type: 'engagement',
      title: { zh: '需求调查', en: 'Market consultation' },
      dueOn: '2026-01-20',
      metOn: '2026-01-19',
    },
    { id: 'm2', type: 'delivery', title: { zh: '设备到货', en: 'Delivery' }, dueOn: '2026-09-30' },
  ],
  contractPeriod: { from: '2026-07-01', to: '2029-06-30', maxExtentOn: '2030-06-30' },
};

describe('what a draft says of items, project, budget and steps', () => {
  it('is published as it was written, with whom to turn to and how to bid', async () => {
    const tender = await published(app, details);
    const { body } = done(await look(app, null, tender.path));
    expect(body).toMatchObject(details);
    expect(body).toMatchObject({
      procurer: {
        address: { zh: expect.stringContaining('临港') as string },
        contact: { email: 'procurement@hospital.example' },
      },
      submissionMethod: ['electronicSubmission'],
      submissionLanguages: ['zh', 'en'],
    });
    const { zh, en } = body['submissionMethodDetails'] as { zh: string; en: string };
    for (const text of [zh, en]) expect(text).toContain(`${tender.path}/bids`);
    const notice = done(await look(app, null, `${tender.path}/notices/1`));
    expect(notice.body['content']).toMatchObject({ ...details, procurer: body['procurer'] });
    const changed = await act(app, 'procurer-wang', 'patch', tender.path, { project: null }, tender.path);
    expect(rulesOf(changed)).toEqual(['tender.wrong-state']);
  });

  it('is not published half in English: each text that lacks it is named', async () => {
    const project = { id: 'LG-2026-017', name: { zh: '临港影像中心' } };
    const milestones = [{ ...details.milestones[0], description: { zh: '书面调查' } }];
    const half = [
      { ...items[0], additionalClassifications: [{ scheme: 'CPV', id: '33113000-5', description: { zh: '磁共振' } }] },
    ];
    const tender = await approved(app, { ...details, project, milestones, items: half });
    const answer = await publish(app, tender);
    expect(answer).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            rule: 'notice.english-incomplete',
            pointer: '#/project/name/en',
            facts: {
              missing: ['project/name', 'milestones/0/description', 'items/0/additionalClassifications/0/description'],
            },
          },
        ],
      },
    });
    expect(await audited(app, 'tender.published', tender.id)).toBe(0);
    const english = { title: { zh: '磁共振' }, description: { zh: '磁共振' }, qualificationRequirements: { zh: '无' } };
    const chinese = { ...english, noEnglishReason: '仅面向本地供应商' };
    await published(app, { ...details, project, milestones, items: half, ...chinese });
  });

  it('counts an extension of the contract among the options (art. 52)', async () => {
    const { options: _options, ...plain } = mriTender.valuation.contracts[0];
    const tender = await approved(app, { ...details, valuation: { contracts: [plain] } });
    const answer = await publish(app, tender);
    expect(answer).toMatchObject({
      status: 422,
      body: {
        errors: [{ rule: 'valuation.incomplete', pointer: '#/valuation/contracts/0/options', facts: { missing: ['options'] } }],
      },
    });
  });

  it.each<[string, object, string]>([
    [
      'a price in another currency',
      { items: [{ ...items[0], unitPrice: { amount: '1.00', currency: 'EUR' } }] },
      '#/items/0/unitPrice/currency',
    ],
    ['an item of a lot that the tender has not', { items: [{ ...items[0], lotId: 'ct' }] }, '#/items/0/lotId'],
    ['two lots of one id', { lots: [lots[0], lots[0]] }, '#/lots/1/id'],
    ['two items of one id', { items: [items[0], items[0]] }, '#/items/1/id'],
    [
      'a class without its scheme',
      { items: [{ ...items[0], additionalClassifications: [{ id: '1' }] }] },
      '#/items/0/additionalClassifications/0/scheme',
    ],
    ['a step of no known type', { milestones: [{ ...details.milestones[0], type: 'party' }] }, '#/milestones/0/type'],
    ['two steps of one id', { milestones: [details.milestones[0], details.milestones[0]] }, '#/milestones/1/id'],
    ['a project without a name', { project: { id: 'x' } }, '#/project/name'],
    ['a budget whose address is a script', { budgetSource: { id: 'x', uri: 'javascript:alert(1)' } }, '#/budgetSource/uri'],
    [
      'an extension that ends before the contract',
      { contractPeriod: { ...details.contractPeriod, maxExtentOn: '2029-06-30' } },
      '#/contractPeriod/maxExtentOn',
    ],
  ])('refuses %s and stores nothing', async (_, over, pointer) => {
    const before = await audited(app, 'tender.drafted');
    const answer = await draft(app, over);
    expect(answer.status).toBe(422);
    expect((answer.body.errors as { pointer?: string }[])[0]?.pointer).toBe(pointer);
    expect(await audited(app, 'tender.drafted')).toBe(before);
  });
});

describe('what a document is', () => {
  const bytes = Buffer.from('%PDF-1.7 技术规格书');

  async function upload(path: string, query: string, key = freshKey()): Promise<Answered> {
    return answered(
      await (
        await app.as('procurer-wang')
      )('post', `${path}/documents${query}`, key)
        .set({
          'content-type': 'application/pdf',
          'content-disposition': 'attachment; filename="spec.pdf"',
          'content-digest': contentDigest(bytes),
        })
        .send(bytes),
    );
  }

  const named = `?documentType=technicalSpecifications&language=zh&titleZh=${encodeURIComponent('技术规格书')}&titleEn=Specifications`;

  it('stands beside its name in the list, from the notice on with its date', async () => {
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    const added = done(await upload(path, named));
    const said = { documentType: 'technicalSpecifications', language: 'zh', title: { zh: '技术规格书', en: 'Specifications' } };
    const url = `${path}/documents/${added.body.id}`;
    expect(added.body).toMatchObject({ ...said, name: 'spec.pdf', url, publishedAt: null });
    expect(done(await look(app, 'procurer-wang', `${path}/documents`)).body['items']).toEqual([added.body]);
    expect((await look(app, 'procurer-wang', url)).headers['content-language']).toBe('zh');
    const [entry] = await app.sql<{ payload: object }>(
      `SELECT payload::jsonb -> 'payload' AS payload FROM audit_payloads WHERE entry_id = (SELECT id FROM audit_entries WHERE type = 'document.added' AND tender_id = $1)`,
      [id],
    );
    expect(entry?.payload).toMatchObject(said);
  });

  it('needs no description, and takes no half one', async () => {
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    expect(done(await upload(path, '')).body).toMatchObject({ documentType: null, language: null, title: null });
    for (const query of [
      '?documentType=novel',
      '?language=zho',
      '?titleZh=',
      '?titleZh=%00',
      '?titleEn=Plan',
      '?colour=red',
      '?language=zh&language=en',
    ])
      expect({ query, status: (await upload(path, query)).status }).toEqual({ query, status: 422 });
    const half = await upload(path, `?titleZh=${encodeURIComponent('规格')}`);
    expect({ status: half.status, rules: rulesOf(half) }).toEqual({ status: 422, rules: ['notice.english-incomplete'] });
    expect(await audited(app, 'document.added', id)).toBe(1);
  });

  it('belongs to the request: the same key with another description is another request', async () => {
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    const key = freshKey();
    const first = done(await upload(path, named, key));
    expect((await upload(path, named, key)).body).toEqual(first.body);
    expect(await upload(path, '?language=en', key)).toMatchObject({
      status: 422,
      body: { type: 'urn:ftz:problem:idempotency-key-reused' },
    });
    expect(await audited(app, 'document.added', id)).toBe(1);
  });
});

describe('a notice', () => {
  it('has a heading and a sentence in the languages of its procurement', async () => {
    const tender = await published(app);
    const first = done(await look(app, null, `${tender.path}/notices/1`)).body;
    expect(first).toMatchObject({
      url: `${tender.path}/notices/1`,
      title: { zh: `采购公告：${mriTender.title.zh}`, en: `Tender notice: ${mriTender.title.en}` },
    });
    const summary = first['summary'] as { zh: string; en: string };
    for (const text of [summary.zh, summary.en]) expect(text).toContain('2026-04-13 09:30');
    const reason = { zh: '终止', en: 'Cancelled' };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/cancellation`, { code: 'chan-need', reason }, tender.path));
    const last = done(await look(app, null, `${tender.path}/notices/2`)).body;
    expect(last['title']).toEqual({ zh: `终止公告：${mriTender.title.zh}`, en: `Cancellation notice: ${mriTender.title.en}` });
    const english = { title: { zh: '磁共振' }, description: { zh: '磁共振' }, qualificationRequirements: { zh: '无' } };
    const chinese = await published(app, { ...english, noEnglishReason: '仅面向本地供应商' });
    expect(done(await look(app, null, `${chinese.path}/notices/1`)).body['title']).toEqual({ zh: '采购公告：磁共振' });
  });
});
