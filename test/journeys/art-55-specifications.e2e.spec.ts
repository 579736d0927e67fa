import { startTestApp, type TestApp } from '../app.js';
import { approved, audited, look, publish, published, rulesOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const text = { zh: '计算机断层扫描设备。', en: 'A computed tomography scanner.' };

describe('art. 55: requirements for the environment and for information protection, international standards, no brands', () => {
  it('publishes requirements with an international standard', async () => {
    const specifications = [
      { text: { zh: '符合信息安全管理要求。', en: 'Meets information security management.' }, standard: 'ISO/IEC 27001:2022' },
    ];
    const { id, path } = await published(app, { specifications });
    expect(JSON.stringify((await look(app, null, path)).body)).toContain('ISO/IEC 27001:2022');
    expect(await audited(app, 'tender.published', id)).toBe(1);
  });

  it('publishes requirements for the environment and for information protection, each with what it has to do with the object', async () => {
    const specifications = [
      { text: { zh: '待机功率不高于8kW。', en: 'At most 8 kW on standby.' }, concern: 'environment', itemIds: ['mri'] },
      {
        text: { zh: '患者影像数据在境内加密存储。', en: 'Patient images are stored encrypted.' },
        concern: 'information-protection',
        link: { zh: '设备存储患者影像。', en: 'The system stores patient images.' },
        standard: 'ISO/IEC 27001:2022',
      },
    ];
    const items = [{ id: 'mri', description: { zh: '磁共振成像系统', en: 'MRI system' } }];
    const { path } = await published(app, { specifications, items });
    expect((await look(app, null, path)).body['specifications']).toMatchObject(specifications);
  });

  it.each([
    ['of the supplier at large', { text, concern: 'environment' }],
    ['of an item that is not there', { text, concern: 'environment', itemIds: ['printer'] }],
  ])('refuses a requirement %s', async (_, specification) => {
    expect(rulesOf(await publish(app, await approved(app, { specifications: [specification] })))).toContain(
      'specification.not-linked',
    );
  });

  it('publishes no requirement in half a translation', async () => {
    const tender = await approved(app, {
      specifications: [{ text: { zh: '计算机断层扫描设备。' }, standard: 'IEC 60601-2-44' }],
    });
    const refused = await publish(app, tender);
    expect(refused.body.errors).toMatchObject([{ rule: 'notice.english-incomplete', pointer: '#/specifications/0/text/en' }]);
  });

  it.each([
    ['a brand', { text, brand: '莱茵MR-3' }],
    ['a brand with "or equivalent" but no reason', { text, brand: '莱茵MR-3', orEquivalent: true }],
  ])('refuses %s', async (_, specification) => {
    expect(rulesOf(await publish(app, await approved(app, { specifications: [specification] })))).toContain(
      'specification.brand-named',
    );
  });

  it('publishes requirements that name no standard, marked with a warning', async () => {
    const { path } = await published(app, { specifications: [{ text }] });
    const { warnings } = (await look(app, null, path)).body as unknown as { warnings: { rule: string }[] };
    expect(warnings.map((one) => one.rule)).toContain('specification.standard-not-considered');
  });

  it('publishes an unavoidable brand with its reason, marked with a warning', async () => {
    const specification = { text, brand: '莱茵MR-3', orEquivalent: true, reason: '须与现有影像归档系统的专用接口兼容。' };
    const { path } = await published(app, { specifications: [specification] });
    expect(JSON.stringify((await look(app, null, path)).body)).toContain('specification.brand-named');
  });
});
