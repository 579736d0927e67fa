import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { unsealed } from '../../migrations/0038-row-seals.js';
import type { Reader } from '../../src/platform/reads.js';
import { excessesOf, requireModestRole } from '../../src/platform/service-role.js';
import { startTestApp, type TestApp } from '../app.js';

const noGrant = '42501';
const refusedByTrigger = 'P0APP';

/** Every table by the catalogue, so that one made tomorrow is asked, too. */
describe('fences around what was recorded (T18, art. 57)', () => {
  let app: TestApp;
  let tables: string[];

  beforeAll(async () => {
    app = await startTestApp({ seeded: false });
    const rows = await app.sql<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    tables = rows.map((one) => one.name);
    expect(tables.length).toBeGreaterThan(100);
  }, 120_000);
  afterAll(() => app.close());

  async function connected<Result>(url: string, body: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return await body(client);
    } finally {
      await client.end();
    }
  }

  const stateOf = (client: pg.Client, sql: string): Promise<string> =>
    client.query(sql).then(
      () => 'done',
      (error: { code?: string }) => error.code ?? 'no code',
    );

  it('the service may neither remove a row of any table, nor empty one, nor switch off what guards it', async () => {
    await connected(app.database.appUrl, async (client) => {
      for (const table of tables) {
        for (const sql of [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`])
          expect([sql, await stateOf(client, sql)]).toEqual([sql, noGrant]);
        for (const sql of [
          `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
          `ALTER TABLE ${table} ADD COLUMN more int`,
          `DROP TABLE ${table}`,
        ])
          expect([sql, await stateOf(client, sql)]).toEqual([sql, refusedByTrigger]);
      }
      for (const sql of ['SET session_replication_role = replica', 'SET ROLE ftz_owner', 'DROP EVENT TRIGGER guards_stand'])
        expect([sql, await stateOf(client, sql)]).not.toEqual([sql, 'done']);
    });
  }, 120_000);

  it('nor change a row to which it only adds', async () => {
    const columns = await app.sql<{ t: string; c: string; append: boolean }>(
      `SELECT attrelid::regclass::text AS t, attname AS c, EXISTS (SELECT FROM pg_trigger WHERE tgrelid = attrelid AND tgname = 'append_only_rows' AND tgtype & 16 <> 0) AS append
         FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid::regclass::text = ANY ($1) AND attgenerated = '' AND attidentity <> 'a'`,
      [tables],
    );
    const added = columns.filter((one) => one.append);
    expect(new Set(added.map((one) => one.t)).size).toBeGreaterThan(55);
    await connected(app.database.appUrl, async (client) => {
      for (const { t, c } of added) {
        const sql = `UPDATE ${t} SET "${c}" = "${c}"`;
        expect([sql, await stateOf(client, sql)]).toEqual([sql, noGrant]);
      }
    });
  }, 120_000);

  it('every table is sealed row by row, or is named as one that is not, and every trigger is always on', async () => {
    const sealed = await app.sql<{ name: string }>(
      `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'seal_row'`,
    );
    expect([...sealed.map((one) => one.name), ...unsealed.filter((name) => tables.includes(name))].sort()).toEqual(tables);
    expect(await app.sql(`SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'A'`)).toEqual(
      [],
    );
  });

  it('a superuser changes no guard without first becoming the owner, whatever session_replication_role says', async () => {
    await connected(app.database.ownerUrl, async (client) => {
      for (const session of ['RESET ROLE', 'SET session_replication_role = replica']) {
        await client.query(session);
        for (const sql of [
          'ALTER TABLE audit_entries DISABLE TRIGGER ALL',
          'DROP TRIGGER append_only_rows ON audit_entries',
          'DROP TABLE effects',
          `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
          'DROP POLICY read_entries ON audit_entries',
          'TRUNCATE audit_entries CASCADE',
        ])
          expect([session, sql, await stateOf(client, sql)]).toEqual([session, sql, refusedByTrigger]);
      }
    });
  });

  it.each([
    ['is a superuser', 'ALTER ROLE $ SUPERUSER', 'it is a superuser'],
    ['passes row level security by', 'ALTER ROLE $ BYPASSRLS', 'it passes row level security by (BYPASSRLS)'],
    ['makes roles', 'ALTER ROLE $ CREATEROLE', 'it makes roles (CREATEROLE)'],
    ['is of the owner', 'GRANT ftz_owner TO $', 'it is a member of ftz_owner'],
    ['reads everything', 'GRANT pg_read_all_data TO $', 'it is a member of pg_read_all_data'],
    ['writes everything', 'GRANT pg_write_all_data TO $', 'it is a member of pg_write_all_data'],
    ['may empty a table', 'GRANT TRUNCATE ON audit_entries TO $', 'it may truncate audit_entries'],
    ['may delete', 'GRANT DELETE ON effects TO $', 'it may delete effects'],
    [
      'may change the trail',
      'GRANT UPDATE (type) ON audit_entries TO $',
      'it may update audit_entries, to which rows are only added',
    ],
    ['owns a table', 'CREATE TABLE own_of_it (x int); ALTER TABLE own_of_it OWNER TO $', 'it owns own_of_it'],
    ['creates', 'GRANT CREATE ON SCHEMA public TO $', 'it creates in the schema public'],
  ])('a service whose role %s does not start', async (_what, sql, excess) => {
    const role = `ftz_try_${randomBytes(6).toString('hex')}`;
    const url = new URL(app.database.appUrl);
    url.username = role;
    url.password = 'of-a-moment';
    await connected(app.database.ownerUrl, async (client) => {
      await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'of-a-moment'`);
      try {
        await client.query('ALTER EVENT TRIGGER guards_stand DISABLE');
        await client.query(sql.replaceAll('$', role));
        const reader = (own: pg.Client): Reader => ({
          query: async <Row>(text: string, params: readonly unknown[] = []) => (await own.query(text, [...params])).rows as Row[],
        });
        await connected(url.href, async (own) => {
          expect(await excessesOf(reader(own))).toContain(excess);
          await expect(requireModestRole(reader(own))).rejects.toThrow(excess);
        });
      } finally {
        await client.query(`DROP TABLE IF EXISTS own_of_it; DROP OWNED BY ${role}; DROP ROLE ${role}`);
        await client.query('ALTER EVENT TRIGGER guards_stand ENABLE ALWAYS');
      }
    });
  });

  it('the service’s own role can do nothing more than it must', async () => {
    await connected(app.database.appUrl, async (client) => {
      expect(await excessesOf({ query: async <Row>(text: string) => (await client.query(text)).rows as Row[] })).toEqual([]);
    });
  });
});
