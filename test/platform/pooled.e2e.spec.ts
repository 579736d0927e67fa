import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions, ownerClient } from '../../src/platform/database.js';
import { HeardClient } from '../../src/platform/heard-client.js';
import { pooled } from '../../src/platform/pooled.js';
import { createTestDatabase, type TestDatabase } from '../database.js';

describe('a statement on a connection of the pool', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(() => {
    pool = new pg.Pool({ connectionString: database.appUrl, max: 1, Client: HeardClient });
    pool.on('error', () => undefined);
  });
  afterEach(() => pool.end());
  afterAll(() => database.drop());

  const backend = async (): Promise<number> =>
    ((await pooled<{ pid: number }>(pool, { text: 'SELECT pg_backend_pid() AS pid' })) as [{ pid: number }])[0].pid;

  it('that the database refuses leaves the connection in use, with what is prepared on it', async () => {
    const before = await backend();
    const divide = (by: number): Promise<{ quotient: number }[]> =>
      pooled(pool, { name: 'divide', text: 'SELECT 6 / $1::int AS quotient', values: [by] });
    for (let time = 0; time < 3; time += 1) await expect(divide(0)).rejects.toMatchObject({ code: '22012' });
    expect(await divide(2)).toEqual([{ quotient: 3 }]);
    expect(await backend()).toBe(before);
    expect(pool.totalCount).toBe(1);
  });

  it('that loses its connection gives it up, and the next one has another', async () => {
    const before = await backend();
    await expect(pooled(pool, { text: 'SELECT pg_terminate_backend(pg_backend_pid())' })).rejects.toThrow();
    expect(await backend()).not.toBe(before);
  });

  it('whose answer a migration changed is prepared anew', async () => {
    const owner = await ownerClient(database.ownerUrl);
    const made = (columns: string, answer: string): Promise<unknown> =>
      owner.query(
        `DROP FUNCTION IF EXISTS told(); CREATE FUNCTION told() RETURNS TABLE (${columns}) LANGUAGE sql AS 'SELECT ${answer}';
         GRANT EXECUTE ON FUNCTION told() TO ftz_app`,
      );
    const asked = (): Promise<object[]> => pooled(pool, { name: 'told', text: 'SELECT * FROM told()' });
    await made('one int', '1');
    expect(await asked()).toEqual([{ one: 1 }]);
    await made('one int, two int', '1, 2');
    await owner.end();
    await expect(asked()).rejects.toMatchObject({ code: '0A000' });
    expect(await asked()).toEqual([{ one: 1, two: 2 }]);
  });

  it('whose connection breaks without a word throws, and nothing else is thrown', async () => {
    const { hostname, port } = new URL(database.appUrl);
    const sockets: Socket[] = [];
    const between = createServer((client) => {
      const server = connect(Number(port), hostname);
      sockets.push(client, server);
      for (const one of [client, server]) one.on('error', () => undefined);
      client.pipe(server).pipe(client);
    }).listen(0, '127.0.0.1');
    await once(between, 'listening');
    const url = new URL(database.appUrl);
    url.port = String((between.address() as AddressInfo).port);
    const broken = new pg.Pool({ connectionString: url.href, max: 1, Client: HeardClient });
    const uncaught: unknown[] = [];
    const hear = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', hear);
    try {
      await pooled(broken, { text: 'SELECT 1' });
      const waiting = pooled(broken, { text: 'SELECT pg_sleep(30)' });
      await new Promise((resolve) => setImmediate(resolve));
      for (const one of sockets) one.destroy();
      await expect(waiting).rejects.toThrow(/Connection terminated unexpectedly|ECONNRESET/);
      expect(await pooled(broken, { text: 'SELECT 1 AS one' })).toEqual([{ one: 1 }]);
      expect([broken.totalCount, uncaught]).toEqual([1, []]);
    } finally {
      process.off('uncaughtException', hear);
      await broken.end();
      between.close();
    }
  });

  it('of TypeORM, whose connection says twice that it is broken, ends no process either', async () => {
    const source = await new DataSource(dataSourceOptions(database.appUrl, 1, 'ftz-test')).initialize();
    const client = (await source.createQueryRunner().connect()) as pg.PoolClient;
    for (const said of ['terminating connection due to unexpected postmaster exit', 'Connection terminated unexpectedly'])
      expect(client.emit('error', new Error(said), client)).toBe(true);
    expect(await source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await source.destroy();
  });

  it('that never gets one throws, and holds none', async () => {
    const nowhere = new pg.Pool({ host: '127.0.0.1', port: 1, user: 'nobody', Client: HeardClient });
    await expect(pooled(nowhere, { text: 'SELECT 1' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(nowhere.totalCount).toBe(0);
    await nowhere.end();
  });
});
