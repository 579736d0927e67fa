import { startTestApp, type TestApp } from '../app.js';
import { approved, audited, done, draft, look, publish, published, rulesOf } from './steps.js';

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

  it.each(['buildOperateTransfer', 'publicWorksConcession'])(
    'are covered in the form of a contract of %s',
    async (contractForm) => {
      const { path, id } = await published(app, { contractForm, itemClass: null });
      expect(done(await look(app, null, path)).body['contractForm']).toBe(contractForm);
      expect(await audited(app, 'tender.published', id)).toBe(1);
    },
  );

  it.each(['nationalSecurity', 'stateSecret'])(
    'refuses %s with 403, and no table of the database has kept a word of it',
    async (flag) => {
      const word = `${flag === 'stateSecret' ? '戊' : '己'}字第四一七号声呐`;
      const refused = await draft(app, {
        [flag]: true,
        title: { zh: word, en: 'Sonar' },
        description: { zh: word, en: 'Sonar' },
      });
      expect({ status: refused.status, rules: rulesOf(refused) }).toEqual({ status: 403, rules: ['scope.security-excluded'] });
      expect(await tablesWith(word)).toEqual([]);
      expect(await tablesWith('3.0T磁共振成像系统采购')).toContain('tenders');
      expect(app.logged()).not.toContain(word);
    },
  );

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

/** The tables of which some row, written out, has the word. */
async function tablesWith(word: string): Promise<string[]> {
  const tables = await app.sql<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await app.sql(`SELECT 1 FROM ${name} one WHERE one::text LIKE '%' || $1 || '%' LIMIT 1`, [word]);
    if (rows.length > 0) found.push(name.replace(/^public\./, ''));
  }
  return found;
}
