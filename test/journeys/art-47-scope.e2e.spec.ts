import { startTestApp, type TestApp } from '../app.js';
import { approved, audited, draft, publish, published, rulesOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('art. 47: entities of the zone that procure by contract for their functions or public services', () => {
  it('are covered: a public hospital publishes', async () => {
    const { id } = await published(app);
    expect(await audited(app, 'tender.published', id)).toBe(1);
  });

  it('are not covered when they buy to sell', async () => {
    const before = await audited(app, 'tender.published');
    const refused = await draft(app, { purpose: 'commercial' });
    const rules =
      refused.status < 300 ? rulesOf(await publish(app, await approved(app, { purpose: 'commercial' }))) : rulesOf(refused);
    expect(rules).toContain('scope.not-covered');
    expect(await audited(app, 'tender.published')).toBe(before);
  });

  it('leave nothing of a secret project behind', async () => {
    const [before] = await app.sql<{ count: string }>('SELECT count(*) FROM tenders');
    const refused = await draft(app, { stateSecret: true, title: { zh: '绝密雷达项目', en: 'Secret radar' } });
    expect({ status: refused.status, rules: rulesOf(refused) }).toEqual({ status: 403, rules: ['scope.security-excluded'] });
    const [after] = await app.sql<{ count: string }>('SELECT count(*) FROM tenders');
    expect(after).toEqual(before);
    const kept = await app.sql(`SELECT 1 FROM audit_payloads WHERE payload LIKE '%雷达%'`);
    expect(kept).toEqual([]);
    expect(app.logged()).not.toContain('雷达');
  });
});
