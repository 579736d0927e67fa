import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { pino } from 'pino';
import supertest from 'supertest';
import { DataSource, type MigrationInterface } from 'typeorm';
import { migrations } from '../../migrations/all.js';
import { AppModule } from '../../src/app.module.js';
import { resetClock, setClock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { createHttpApp } from '../../src/platform/http.js';
import { createLog } from '../../src/platform/logging.js';
import { startTestApp, type TestApp } from '../app.js';
import { createTestDatabase, type TestDatabase } from '../database.js';

describe('the settable clock', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const read = async (): Promise<string> => (await app.http('get', '/dev/clock')).body.now;
  const set = (body: object) => app.http('post', '/dev/clock').send(body);

  it('stands still to the microsecond, advances, and all legal time follows', async () => {
    const answer = await set({ now: '2026-04-13T09:29:59.999999+08:00', standing: true });
    expect([answer.status, answer.body]).toEqual([
      200,
      { now: '2026-04-13T01:29:59.999999Z', shanghai: '2026-04-13T09:29:59.999999+08:00' },
    ]);
    expect([await read(), await read()]).toEqual(['2026-04-13T01:29:59.999999Z', '2026-04-13T01:29:59.999999Z']);
    expect((await set({ advance: 'PT0.000001S', standing: true })).body.now).toBe('2026-04-13T01:30:00.000000Z');
    expect((await set({ advance: 'P41D', standing: true })).body.now).toBe('2026-05-24T01:30:00.000000Z');
    const registrar = await app.as('registrar');
    await registrar('put', '/v1/calendar/2027').send({ off: ['2027-01-01'], work: [], source: '通知' });
    expect(await app.sql(`SELECT utc_text(recorded_at) AS at FROM audit_entries WHERE type = 'calendar.recorded'`)).toEqual([
      { at: '2026-05-24T01:30:00.000000Z' },
    ]);
  });

  it('runs on from where it was set', async () => {
    const { now } = (await set({ now: '2026-06-01T00:00:00Z' })).body as { now: string };
    expect(now > '2026-06-01T00:00:00.000000Z' && (await read()) > now).toBe(true);
  });

  it.each([
    [{}, '#/now'],
    [{ now: '2026-03-02T09:00:00' }, '#/now'],
    [{ now: '1999-12-31T23:59:59Z' }, '#/now'],
    [{ now: '8999-12-31T23:59:59.999999-14:00' }, '#/now'],
    [{ now: "2026-03-02T09:00:00Z'; DROP TABLE people; --" }, '#/now'],
    [{ now: '2026-03-02T09:00:00Z', advance: 'P1D' }, '#/advance'],
    [{ advance: 'P' }, '#/advance'],
    [{ advance: 'P1M' }, '#/advance'],
    [{ advance: '-P9999999D' }, '#/advance'],
    [{ advance: 'P99999999999999999999D' }, '#/advance'],
    [{ advance: `P${'9'.repeat(500_000)}D` }, '#/advance'],
    [{ advance: 'P1D', standing: 'yes' }, '#/standing'],
  ])('%#: 422 with its pointer, and the clock stays', async (body, pointer) => {
    await set({ now: '2026-06-01T00:00:00Z', standing: true });
    const answer = await set(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((one: { pointer: string }) => one.pointer)).toContain(pointer);
    expect(await read()).toBe('2026-06-01T00:00:00.000000Z');
  });
});

describe('without DEV_CLOCK and in production', () => {
  let database: TestDatabase;
  let dataDir: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    dataDir = mkdtempSync(join(tmpdir(), 'ftz-test-'));
  });
  afterAll(async () => {
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const start = (env: NodeJS.ProcessEnv) => {
    const log = createLog('silent', 'test') as pino.Logger;
    const config = readConfig({ DATABASE_URL: database.appUrl, DATA_DIR: dataDir, ...env });
    return createHttpApp(AppModule.with(config, log), log);
  };
  const production = { NODE_ENV: 'production', OIDC_ISSUER: 'https://issuer.example' };

  it('there is no clock to set', async () => {
    const app = await start({});
    try {
      await app.listen(0, '127.0.0.1');
      const { port } = app.getHttpServer().address() as { port: number };
      const http = supertest(`http://127.0.0.1:${port}`);
      expect((await http.get('/dev/clock')).status).toBe(404);
      expect((await http.post('/dev/clock').send({ advance: 'P1D' })).status).toBe(404);
    } finally {
      await app.close();
    }
  });

  it('production refuses a replaced clock, and starts on the real one', async () => {
    await setClock(database.ownerUrl, '2026-03-02T09:00:00+08:00');
    await expect(start(production)).rejects.toThrow('not the real clock');
    await resetClock(database.ownerUrl);
    await (await start(production)).close();
  });

  it('production refuses the settable clock and the embedded issuer, in one message', () => {
    const env = { NODE_ENV: 'production', DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, DEV_CLOCK: '1' };
    expect(() => readConfig(env)).toThrow(/2 fault[^]*DEV_CLOCK[^]*OIDC_ISSUER/);
  });
});

describe('the migrations', () => {
  it('go down to nothing and up again to the same', async () => {
    const database = await createTestDatabase();
    const source = new DataSource({
      type: 'postgres',
      url: database.ownerUrl,
      extra: { max: 1, options: '-c role=ftz_owner -c timezone=UTC' },
      migrations: migrations as (new () => MigrationInterface)[],
      migrationsTableName: 'migrations',
    });
    try {
      await source.initialize();
      const before = await shapeOf(source);
      expect(before.length).toBeGreaterThan(100);
      for (const _ of migrations) await source.undoLastMigration({ transaction: 'each' });
      expect(await shapeOf(source)).toEqual([]);
      await source.runMigrations({ transaction: 'each' });
      expect(await shapeOf(source)).toEqual(before);
    } finally {
      if (source.isInitialized) await source.destroy();
      await database.drop();
    }
  });
});

/** Everything the migrations make, as text: columns, constraints, indexes, triggers, functions, policies, grants. */
async function shapeOf(source: DataSource): Promise<string[]> {
  const rows = (await source.query(`
    WITH ours AS (SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace AND oid <> 'migrations'::regclass
        AND relname NOT LIKE 'migrations%' AND oid NOT IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'migrations'::regclass))
    SELECT format('column %s.%s %s %s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attacl) AS shape
      FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (SELECT oid FROM ours)
    UNION ALL SELECT format('relation %s %s %s %s %s', oid::regclass, relkind, relowner::regrole, relrowsecurity, relacl) FROM ours
    UNION ALL SELECT format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE conrelid IN (SELECT oid FROM ours)
    UNION ALL SELECT format('trigger %s %s', tgenabled, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM ours)
    UNION ALL SELECT format('index %s', pg_get_indexdef(indexrelid)) FROM pg_index WHERE indrelid IN (SELECT oid FROM ours)
    UNION ALL SELECT format('function %s %s', pg_get_functiondef(oid), proacl) FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND proowner = 'ftz_owner'::regrole
    UNION ALL SELECT format('policy %s %s %s %s %s', tablename, policyname, roles, qual, with_check) FROM pg_policies WHERE schemaname = 'public'
    ORDER BY 1`)) as { shape: string }[];
  return rows.map((row) => row.shape);
}
