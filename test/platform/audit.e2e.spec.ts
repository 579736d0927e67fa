import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import pg from 'pg';
import { systemActor } from '../../src/platform/actor.js';
import { newId, UnitOfWork } from '../../src/platform/unit-of-work.js';
import { startTestApp, type TestApp } from '../app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  const registrar = await app.as('registrar');
  const answer = await registrar('put', '/v1/calendar/2027').send({ off: ['2027-01-01'], work: [], source: '通知' });
  expect(answer.status).toBe(200);
});
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

const sqlStateOf = (client: pg.Client, sql: string): Promise<string> =>
  client.query(sql).then(
    () => 'done',
    (error: { code?: string }) => error.code ?? 'no code',
  );

const appendOnly = ['audit_entries', 'audit_payloads', 'idempotency_keys', 'calendar_years', 'effects'];
const columns: Record<string, string> = {
  audit_entries: 'type',
  audit_payloads: 'payload',
  idempotency_keys: 'key',
  calendar_years: 'source',
  effects: 'effect_key',
};
const changes = (table: string): string[] => {
  const column = columns[table] as string;
  return [`UPDATE ${table} SET ${column} = ${column}`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`];
};
const noGrant = '42501';
const refusedByTrigger = 'P0APP';

describe('what was recorded stays', () => {
  it.each(appendOnly)('%s: the service may neither change nor remove a row, by grant', async (table) => {
    await connected(app.database.appUrl, async (client) => {
      for (const sql of changes(table)) expect([sql, await sqlStateOf(client, sql)]).toEqual([sql, noGrant]);
    });
  });

  it.each(['audit_entries', 'audit_payloads', 'idempotency_keys', 'calendar_years'])(
    '%s: nor may its owner, nor a superuser that switches ordinary triggers off',
    async (table) => {
      const before = await app.sql(`SELECT count(*) FROM ${table}`);
      for (const session of ['SET ROLE ftz_owner', 'RESET ROLE', 'SET session_replication_role = replica']) {
        await connected(app.database.ownerUrl, async (client) => {
          await client.query(session);
          for (const sql of changes(table)) {
            expect([session, sql, await sqlStateOf(client, sql)]).toEqual([session, sql, refusedByTrigger]);
          }
        });
      }
      expect(await app.sql(`SELECT count(*) FROM ${table}`)).toEqual(before);
    },
  );
});

describe("the service's role", () => {
  it('has no attribute, no membership and nothing of its own', async () => {
    expect(
      await app.sql(
        `SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = 'ftz_app'`,
      ),
    ).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false, rolbypassrls: false }]);
    expect(
      await app.sql(
        `SELECT 'owns ' || relname AS what FROM pg_class WHERE relowner = 'ftz_app'::regrole
         UNION ALL SELECT 'owns ' || proname FROM pg_proc WHERE proowner = 'ftz_app'::regrole
         UNION ALL SELECT 'owns ' || nspname FROM pg_namespace WHERE nspowner = 'ftz_app'::regrole
         UNION ALL SELECT 'is ' || roleid::regrole FROM pg_auth_members WHERE member = 'ftz_app'::regrole`,
      ),
    ).toEqual([]);
  });

  it('may delete, truncate, reference and hang triggers nowhere, and create nothing', async () => {
    expect(
      await app.sql(
        `SELECT table_name, privilege_type FROM information_schema.role_table_grants
          WHERE grantee IN ('ftz_app', 'PUBLIC') AND table_schema = 'public' AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE')`,
      ),
    ).toEqual([]);
    await connected(app.database.appUrl, async (client) => {
      for (const sql of [
        'CREATE TABLE mine (x int)',
        'CREATE TEMPORARY TABLE mine (x int)',
        'CREATE SCHEMA mine',
        'SET ROLE ftz_owner',
        'SET session_replication_role = replica',
      ]) {
        expect([sql, await sqlStateOf(client, sql)]).toEqual([sql, noGrant]);
      }
      for (const sql of [
        "CREATE OR REPLACE FUNCTION platform_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        'ALTER TABLE audit_entries DISABLE TRIGGER ALL',
      ]) {
        expect([sql, await sqlStateOf(client, sql)]).toEqual([sql, refusedByTrigger]);
      }
    });
  });
});

interface Recorded {
  id: string;
  type: string;
  recorded_at: string;
  tender_id: string | null;
  leaf: string;
  leaf_hash: Buffer;
  payload: string;
  salt: Buffer;
}

describe('an audit entry', () => {
  it('is what its leaf says: hashes made again by hand from the stored payload and salt', async () => {
    const rows = await app.sql<Recorded>(
      `SELECT id, type, utc_text(recorded_at) AS recorded_at, tender_id, leaf, leaf_hash, payload, salt
         FROM audit_entries JOIN audit_payloads ON entry_id = id WHERE NOT sealed`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const hash = (algorithm: string): string => createHash(algorithm).update(row.salt).update(row.payload).digest('hex');
      const leaf = { id: row.id, recordedAt: row.recorded_at, sha256: hash('sha256'), sha512: hash('sha512') };
      expect(row.leaf).toBe(canonicalize({ ...leaf, tenderId: row.tender_id, type: row.type, v: 1 }));
      expect(row.leaf_hash).toEqual(createHash('sha256').update(Buffer.of(0)).update(row.leaf).digest());
      expect(row.payload).toBe(canonicalize(JSON.parse(row.payload)));
    }
    expect(new Set(rows.map((one) => one.salt.toString('hex'))).size).toBe(rows.length);
  });

  it('says who did what, and has one message in the outbox', async () => {
    const rows = await app.sql<{ payload: string; messages: string }>(
      `SELECT payload, (SELECT count(*) FROM outbox WHERE outbox.entry_id = audit_entries.id) AS messages
         FROM audit_entries JOIN audit_payloads ON entry_id = id WHERE type = 'calendar.recorded'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.messages).toBe('1');
    expect(JSON.parse(rows[0]?.payload as string)).toMatchObject({
      type: 'calendar.recorded',
      recordedAt: expect.stringMatching(/^2026-03-02T01:\d\d:\d\d\.\d{6}Z$/),
      actor: { personId: expect.any(String), organizationId: null },
      payload: { year: 2027, version: 1, off: ['2027-01-01'], work: [] },
    });
  });

  it('cannot be written with a hash that is not its leaf’s', async () => {
    await connected(app.database.appUrl, async (client) => {
      const sql = `INSERT INTO audit_entries (id, type, subject_kind, recorded_at, sealed, leaf, leaf_hash)
        VALUES ('${newId()}', 'x.y', 'x', platform_now(), false, '{}', sha256('x'))`;
      expect(await sqlStateOf(client, sql)).toBe('23514');
    });
  });
});

describe('a use case', () => {
  const person = (id: string): string =>
    `INSERT INTO people (id, subject, name, created_at) VALUES ('${id}', '${id}', '{}', platform_now())`;
  const event = { type: 'test.done', article: null, tenderId: null, subject: { kind: 'test', id: null }, payload: {} };
  const exists = (id: string): Promise<unknown[]> => app.sql('SELECT 1 FROM people WHERE id = $1', [id]);

  it('that records nothing is rolled back', async () => {
    const id = newId();
    await expect(app.app.get(UnitOfWork).run(systemActor('test'), (work) => work.query(person(id)))).rejects.toThrow();
    expect(await exists(id)).toEqual([]);
  });

  it('that fails after recording leaves neither row nor entry', async () => {
    const id = newId();
    const before = await app.sql('SELECT count(*) FROM audit_entries');
    const failing = app.app.get(UnitOfWork).run(systemActor('test'), async (work) => {
      await work.query(person(id));
      work.record(event);
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await exists(id)).toEqual([]);
    expect(await app.sql('SELECT count(*) FROM audit_entries')).toEqual(before);
  });

  it('whose record cannot be kept is rolled back with it', async () => {
    const id = newId();
    const unwritable = app.app.get(UnitOfWork).run(systemActor('test'), async (work) => {
      await work.query(person(id));
      work.record({ ...event, payload: { text: '\ud800' } });
    });
    await expect(unwritable).rejects.toThrow();
    expect(await exists(id)).toEqual([]);
  });
});
