import { contentDigest } from '../content-digest.js';
import { startTestApp, type TestApp } from '../app.js';
import { createHash } from 'node:crypto';
import { answered, approved, audited, done, draft, look, publish, published, rulesOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('art. 53: notices in both languages, documents free of charge', () => {
  it('publishes both languages and gives the documents to anybody', async () => {
    const { id } = done(await draft(app)).body;
    const bytes = Buffer.from('招标文件 tender documents');
    const digest = contentDigest(bytes);
    const upload = (await app.as('procurer-wang'))('post', `/v1/tenders/${id}/documents`);
    const added = done(
      answered(
        await upload
          .set('content-type', 'text/plain')
          .set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('招标文件.txt')}`)
          .set('content-digest', digest)
          .send(bytes.toString()),
      ),
    );
    expect((await look(app, null, `/v1/tenders/${id}/documents`)).status).toBe(404);
    expect(await audited(app, 'document.added', id)).toBe(1);
    const tender = await published(app);
    const notice = done(await look(app, null, `${tender.path}/notices/1`));
    expect(JSON.stringify(notice.body)).toContain('3.0T磁共振成像系统采购');
    expect(JSON.stringify(notice.body)).toContain('Purchase of a 3.0 T magnetic resonance imaging system');
    expect(added.body['sha256']).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it.each([
    ['half an English notice', { description: { zh: '只有中文' } }, 'notice.english-incomplete'],
    ['a fee without a reason', { documentFee: { amount: '300.00', currency: 'CNY' } }, 'documents.fee-unjustified'],
  ])('refuses %s', async (_, over, rule) => {
    expect(rulesOf(await publish(app, await approved(app, over)))).toContain(rule);
  });

  it('publishes Chinese alone only with a reason', async () => {
    const chinese = {
      title: { zh: '办公家具采购' },
      description: { zh: '采购办公家具。' },
      qualificationRequirements: { zh: '无。' },
    };
    expect(rulesOf(await publish(app, await approved(app, chinese)))).toContain('notice.english-missing');
    const { id } = await published(app, { ...chinese, noEnglishReason: '本项目仅限本地现场服务，译文待补。' });
    expect(await audited(app, 'tender.published', id)).toBe(1);
  });
});
