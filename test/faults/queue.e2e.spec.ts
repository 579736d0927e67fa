import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { getQueueToken } from '@nestjs/bullmq';
import type { INestApplicationContext } from '@nestjs/common';
import type { Queue } from 'bullmq';
import pg from 'pg';
import { systemActor } from '../../src/platform/actor.js';
import { resetClock, setClock } from '../../src/platform/clock.js';
import { ownerClient } from '../../src/platform/database.js';
import { JobHandlers } from '../../src/platform/job-handlers.js';
import { queueName, type QueueSettings } from '../../src/platform/jobs.js';
import { OutboxRelay } from '../../src/platform/outbox-relay.js';
import { newId, UnitOfWork } from '../../src/platform/unit-of-work.js';
import { WorkerLoops } from '../../src/platform/worker-loops.js';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { redisFound, startTestRedis, type TestRedis } from '../redis.js';
import { until } from '../until.js';
import { startQueueApp } from './queue-app.js';
import { killed, startWorkerProcess } from './worker-process.js';

jest.setTimeout(60_000);

const engines = ['PostgreSQL', ...(redisFound() ? ['Redis'] : [])] as const;
if (engines.length === 1) process.stderr.write('Redis: not found, not run: the queue tests on Redis\n');

/** Fits the 32 bits that pg_locks shows of an advisory lock's key. */
const holdKey = 720347;
const held = `pg_locks WHERE locktype = 'advisory' AND objid = ${holdKey} AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

describe.each(engines)('the queue on %s', (engine) => {
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let owner: pg.Client;
  const open: INestApplicationContext[] = [];
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = await ownerClient(database.ownerUrl);
    if (engine === 'Redis') redis = await startTestRedis('the queue tests');
    await owner.query('CREATE TABLE test_effects (entry_id uuid NOT NULL)');
    await owner.query('GRANT INSERT ON test_effects TO ftz_app');
    await owner.query(`
      CREATE FUNCTION test_hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_advisory_xact_lock_shared(${holdKey});
        RETURN NEW;
      END $$`);
  });

  afterEach(async () => {
    for (const child of children.splice(0)) await killed(child);
    for (const app of open.splice(0)) await app.close();
    for (const table of ['outbox', 'test_effects']) await owner.query(`DROP TRIGGER IF EXISTS test_hold ON ${table}`);
    await resetClock(database.ownerUrl);
  });

  afterAll(async () => {
    await owner.end();
    await database.drop();
    await redis?.stop();
  });

  it('carries each message once, with two workers at once', async () => {
    const workers = [await start(), await start()];
    const tell = [randomUUID(), randomUUID()];
    const ids = await recordEvents(workers[0] as INestApplicationContext, 120, tell);
    for (const worker of workers) await worker.get(WorkerLoops).start();
    await allDone(ids);
    expect(await deliveriesOf(ids)).toBe(240);
    expect(await effectsOf(ids)).toBe(120);
    const handlers = (workers[0] as INestApplicationContext).get(JobHandlers);
    for (const id of await outboxIdsOf(ids)) expect(await handlers.handle(id)).toBe('done');
    expect(await handlers.handle(randomUUID())).toBe('unknown');
    expect(await effectsOf(ids)).toBe(120);
  });

  it('has one effect where the worker is killed between the effect and its acknowledgement', async () => {
    const [id] = (await recordEvents(await start(), 1, [randomUUID()])) as [string];
    await killWorkerAtUpdateOf('done_at');
    expect(await isDone(id)).toBe(false);
    expect(await deliveriesOf([id])).toBe(1);
    await recovered(id);
  });

  it('has one effect where the worker is killed between marking the message done and the acknowledgement', async () => {
    const [id] = (await recordEvents(await start(), 1, [randomUUID()])) as [string];
    await killWorkerAtUpdateOf('done_at', 'and the statement still commits');
    expect(await isDone(id)).toBe(true);
    await recovered(id);
  });

  it('has one effect where the worker is killed between sending a message and marking it sent', async () => {
    const [id] = (await recordEvents(await start(), 1, [randomUUID()])) as [string];
    await killWorkerAtUpdateOf('sent_at');
    expect(await count('SELECT count(*) FROM outbox WHERE entry_id = $1 AND sent_at IS NULL', [id])).toBe(1);
    await recovered(id);
  });

  it('has one effect where a worker stands still in the middle of it past its lock, and then goes on', async () => {
    const [id] = (await recordEvents(await start(), 1, [randomUUID()])) as [string];
    const zombie = await stopWorkerAt('INSERT ON test_effects');
    const other = await start();
    await other.get(WorkerLoops).start();
    const waits = `SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO effects%'`;
    await until(async () => (await countAsService(waits)) > 0, 'another worker with the same job, waiting for the same effect');
    zombie.kill('SIGCONT');
    await quietWithOneEffect(other, id);
  });

  it('has one effect where a worker wakes up after another finished its job', async () => {
    const [id] = (await recordEvents(await start(), 1, [randomUUID()])) as [string];
    const zombie = await stopWorkerAt('UPDATE OF done_at ON outbox');
    const other = await start();
    await other.get(WorkerLoops).start();
    await quietWithOneEffect(other, id);
    await other.get(WorkerLoops).stop();
    zombie.kill('SIGCONT');
    const later = await recordEvents(other, 1, [randomUUID()]);
    await allDone(later);
    await quietWithOneEffect(other, id);
    expect(zombie.exitCode).toBeNull();
  });

  it('loses nothing where the queue is emptied', async () => {
    const app = await start();
    const ids = await recordEvents(app, 30, [randomUUID()]);
    expect(await app.get(OutboxRelay).relayOnce()).toBe(30);
    await emptyQueue();
    await app.get(WorkerLoops).start();
    expect(await app.get(OutboxRelay).relayOnce()).toBe(0);
    expect(await effectsOf(ids)).toBe(0);
    await setClock(database.ownerUrl, '2031-01-01T00:00:00.000000Z');
    await allDone(ids);
    expect(await deliveriesOf(ids)).toBe(30);
    expect(await effectsOf(ids)).toBe(30);
  });

  it('loses nothing where the queue is emptied under a working worker', async () => {
    const app = await start({ resendAfterSeconds: 1 });
    await app.get(WorkerLoops).start();
    const lock = await ownerClient(database.ownerUrl);
    await lock.query('BEGIN');
    await lock.query('LOCK TABLE test_effects IN EXCLUSIVE MODE');
    const ids = await recordEvents(app, 40, [randomUUID()]);
    const sent = 'SELECT count(*) FROM outbox WHERE sent_at IS NOT NULL AND entry_id = ANY ($1)';
    await until(async () => (await count(sent, [ids])) === 40, 'all messages sent');
    await until(async () => (await count('SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted')) > 0, 'a worker at work');
    await emptyQueue();
    await lock.query('COMMIT');
    await lock.end();
    await allDone(ids);
    expect(await deliveriesOf(ids)).toBe(40);
    expect(await effectsOf(ids)).toBe(40);
  });

  it('tries a failing message again, keeps it as a dead letter, and gives it another chance at the next start', async () => {
    const app = await start({ attemptsMax: 2, retryMs: 10 });
    let tries = 0;
    let broken = true;
    app.get(JobHandlers).on('test.failing', 'failing', () => {
      tries += 1;
      return broken ? Promise.reject(new Error('broken')) : Promise.resolve();
    });
    const [id] = (await recordEvents(app, 1, [randomUUID()], 'test.failing')) as [string];
    await app.get(WorkerLoops).start();
    await until(() => Promise.resolve(tries === 2), 'two tries');
    expect(await deliveriesOf([id])).toBe(1);
    const others = await recordEvents(app, 3, [randomUUID()]);
    await allDone(others);
    expect(await isDone(id)).toBe(false);
    await app.get(WorkerLoops).stop();
    broken = false;
    await app.get(WorkerLoops).start();
    await allDone([id]);
    expect(tries).toBe(3);
    expect(await deliveriesOf([id])).toBe(1);
  });

  if (engine === 'Redis') {
    it('leaves messages unsent while Redis is away and catches up when it is back, empty', async () => {
      if (!redis?.own) return process.stderr.write('Redis: a shared one is not killed; not run: its outage\n');
      const app = await start();
      await app.get(WorkerLoops).start();
      await redis.kill();
      const ids = await recordEvents(app, 10, [randomUUID()]);
      await until(async () => (await attemptsOf(ids)) > 0, 'a failed attempt');
      expect(await effectsOf(ids)).toBe(0);
      await redis.restart();
      await allDone(ids);
      expect(await deliveriesOf(ids)).toBe(10);
      return undefined;
    });

    it('refuses to start on a Redis that evicts', async () => {
      const evicting = await startTestRedis('the eviction policy', '--maxmemory-policy', 'allkeys-lru');
      if (!evicting) return;
      await expect(startQueueApp(database.appUrl, evicting.url)).rejects.toThrow('noeviction');
      await evicting.stop();
    });
  } else {
    it('owns nothing in the schema of the queue', async () => {
      const { rows } = await owner.query(
        `SELECT relname FROM pg_class WHERE relnamespace = 'queue'::regnamespace AND relowner = 'ftz_app'::regrole
         UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'queue'::regnamespace AND proowner = 'ftz_app'::regrole`,
      );
      expect(rows).toEqual([]);
      const unsafe = await owner.query(
        `SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'queue'::regnamespace
           AND NOT coalesce(proconfig::text, '') LIKE '%search_path=queue, pg_temp%'`,
      );
      expect(unsafe.rows).toEqual([]);
    });
  }

  async function start(settings: Partial<QueueSettings> = {}): Promise<INestApplicationContext> {
    const app = await startQueueApp(database.appUrl, redis?.url ?? null, settings);
    open.push(app);
    return app;
  }

  /** Records events and gives the ids of their audit entries. */
  async function recordEvents(
    app: INestApplicationContext,
    count: number,
    tell: string[],
    type = 'test.counted',
  ): Promise<string[]> {
    const subject = newId();
    const event = { type, article: null, tenderId: null, subject: { kind: 'test', id: subject }, payload: {}, tell };
    for (let done = 0; done < count; done += 40) {
      await app.get(UnitOfWork).run(systemActor('test'), (work) => {
        for (let one = 0; one < Math.min(40, count - done); one += 1) work.record(event);
        return Promise.resolve(null);
      });
    }
    const { rows } = await owner.query<{ entry_id: string }>(
      `SELECT entry_id FROM outbox WHERE body -> 'subject' ->> 'id' = $1`,
      [subject],
    );
    return rows.map((row) => row.entry_id);
  }

  /**
   * Holds the statement that sets the column in a worker process and kills the process there. Its session dies with it, unless the
   * statement is let through first, as happens where the kill comes after the server has it.
   */
  async function killWorkerAtUpdateOf(column: 'sent_at' | 'done_at', commits?: 'and the statement still commits'): Promise<void> {
    await owner.query(`CREATE TRIGGER test_hold BEFORE UPDATE OF ${column} ON outbox FOR EACH ROW EXECUTE FUNCTION test_hold()`);
    await owner.query('SELECT pg_advisory_lock($1)', [holdKey]);
    try {
      const child = startWorkerProcess(database.appUrl, redis?.url ?? null);
      children.push(child);
      await until(async () => (await count(`SELECT count(*) FROM ${held}`)) > 0, `a worker at its update of ${column}`);
      await killed(child);
      if (!commits) await endHeldSession();
    } finally {
      await owner.query('SELECT pg_advisory_unlock($1)', [holdKey]);
    }
    const busy = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'UPDATE outbox%' AND state = 'active'`;
    await until(async () => (await countAsService(busy)) === 0, 'the end of the killed sessions');
    await owner.query('DROP TRIGGER test_hold ON outbox');
  }

  /** A worker process held at that statement and then stopped; the statement itself goes on and ends, its session stays. */
  async function stopWorkerAt(event: string): Promise<ChildProcess> {
    await owner.query(`CREATE TRIGGER test_hold BEFORE ${event} FOR EACH ROW EXECUTE FUNCTION test_hold()`);
    await owner.query('SELECT pg_advisory_lock($1)', [holdKey]);
    const child = startWorkerProcess(database.appUrl, redis?.url ?? null);
    children.push(child);
    try {
      await until(async () => (await count(`SELECT count(*) FROM ${held}`)) > 0, `a worker at its ${event}`);
      child.kill('SIGSTOP');
    } finally {
      await owner.query('SELECT pg_advisory_unlock($1)', [holdKey]);
    }
    return child;
  }

  /** As the service's own role: any server lets a role end its own sessions. */
  async function endHeldSession(): Promise<void> {
    const client = new pg.Client({ connectionString: database.appUrl });
    await client.connect();
    await client.query(`SELECT pg_terminate_backend(pid) FROM ${held}`);
    await client.end();
  }

  /** What its sessions are at, the service's own role sees; the owner, no superuser, does not. */
  async function countAsService(sql: string): Promise<number> {
    const client = new pg.Client({ connectionString: database.appUrl });
    await client.connect();
    const { rows } = await client.query<{ count: string }>(sql);
    await client.end();
    return Number(rows[0]?.count);
  }

  /** A new worker finishes what the killed one left: one effect, and no job remains. */
  async function recovered(entryId: string): Promise<void> {
    const app = await start();
    await app.get(WorkerLoops).start();
    await quietWithOneEffect(app, entryId);
  }

  async function quietWithOneEffect(app: INestApplicationContext, entryId: string): Promise<void> {
    await allDone([entryId]);
    const queue = app.get<Queue>(getQueueToken(queueName));
    await until(async () => (await queue.getJobCountByTypes('active', 'waiting', 'delayed', 'failed')) === 0, 'an empty queue');
    expect(await deliveriesOf([entryId])).toBe(1);
    expect(await effectsOf([entryId])).toBe(1);
  }

  async function emptyQueue(): Promise<void> {
    if (redis) return redis.empty();
    const { rows } = await owner.query<{ tables: string }>(
      `SELECT string_agg(format('queue.%I', tablename), ', ') AS tables FROM pg_tables WHERE schemaname = 'queue' AND tablename <> 'migration'`,
    );
    await owner.query(`TRUNCATE ${(rows[0] as { tables: string }).tables}`);
  }

  const allDone = (entryIds: string[]): Promise<void> =>
    until(
      async () => (await count('SELECT count(*) FROM outbox WHERE done_at IS NULL AND entry_id = ANY ($1)', [entryIds])) === 0,
      'all messages done',
    );
  const isDone = async (entryId: string): Promise<boolean> =>
    (await count('SELECT count(*) FROM outbox WHERE entry_id = $1 AND done_at IS NOT NULL', [entryId])) === 1;
  const deliveriesOf = (entryIds: string[]): Promise<number> =>
    count('SELECT count(*) FROM deliveries WHERE entry_id = ANY ($1)', [entryIds]);
  const effectsOf = (entryIds: string[]): Promise<number> =>
    count('SELECT count(*) FROM test_effects WHERE entry_id = ANY ($1)', [entryIds]);
  const attemptsOf = (entryIds: string[]): Promise<number> =>
    count('SELECT coalesce(max(attempts), 0) AS count FROM outbox WHERE entry_id = ANY ($1)', [entryIds]);

  async function outboxIdsOf(entryIds: string[]): Promise<string[]> {
    const { rows } = await owner.query<{ id: string }>('SELECT id FROM outbox WHERE entry_id = ANY ($1)', [entryIds]);
    return rows.map((row) => row.id);
  }

  async function count(sql: string, params: unknown[] = []): Promise<number> {
    const { rows } = await owner.query<{ count: string }>(sql, params);
    return Number((rows[0] as { count: string }).count);
  }
});
