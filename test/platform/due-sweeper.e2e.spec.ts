import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { setClock } from '../../src/platform/clock.js';
import { ownerClient } from '../../src/platform/database.js';
import { DrainJobs } from '../../src/platform/drain-jobs.js';
import { DueSweeper, DueWork, NotDue } from '../../src/platform/due-sweeper.js';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { startQueueApp } from '../faults/queue-app.js';

const noon = '2026-03-02T04:00:00.000000Z';

describe('the due sweeper', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let app: INestApplicationContext;
  let broken = new Set<string>();
  let runs: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = await ownerClient(database.ownerUrl);
    await owner.query('CREATE TABLE test_due (id uuid PRIMARY KEY, due_at timestamptz, done int NOT NULL DEFAULT 0)');
    await owner.query('GRANT SELECT, UPDATE ON test_due TO ftz_app');
    app = await startQueueApp(database.appUrl, null);
    app.get(DueWork).register({
      name: 'test.due',
      claim:
        'SELECT id FROM test_due WHERE due_at <= platform_now() AND id <> ALL ($1) ORDER BY due_at LIMIT 5 FOR UPDATE SKIP LOCKED',
      next: 'SELECT min(due_at) AS next FROM test_due',
      run: perform,
    });
  });

  beforeEach(async () => {
    await owner.query('TRUNCATE test_due');
    await setClock(database.ownerUrl, noon, true);
    broken = new Set();
    runs = [];
  });

  afterAll(async () => {
    await app.close();
    await owner.end();
    await database.drop();
  });

  /** As the clock's use cases do: lock, check again, change. */
  async function perform(id: string): Promise<void> {
    runs.push(id);
    if (broken.has(id)) throw new Error('broken');
    await app.get(DataSource).transaction(async (manager) => {
      const due = (await manager.query('SELECT id FROM test_due WHERE id = $1 AND due_at <= platform_now() FOR UPDATE', [
        id,
      ])) as unknown[];
      if (due.length === 0) throw new NotDue();
      await manager.query('UPDATE test_due SET done = done + 1, due_at = NULL WHERE id = $1', [id]);
    });
  }

  it('does at the instant what is due, and nothing a microsecond before', async () => {
    const id = await insert('2026-03-02T04:00:00.000001Z');
    expect(await app.get(DueSweeper).sweepOnce()).toEqual({ ran: 0, failed: 0 });
    expect(await app.get(DueSweeper).nextDue(60_000)).toEqual({ at: '2026-03-02T04:00:00.000001Z', inMs: 1 });
    await setClock(database.ownerUrl, '2026-03-02T04:00:00.000001Z', true);
    expect(await app.get(DueSweeper).sweepOnce()).toEqual({ ran: 1, failed: 0 });
    expect(await doneOf(id)).toBe(1);
    expect(await app.get(DueSweeper).nextDue(60_000)).toBeNull();
  });

  it('does more than one batch in a pass, and the failing rows stop no other', async () => {
    for (let one = 0; one < 6; one += 1) broken.add(await insert('2026-03-01T00:00:00Z'));
    const others = [];
    for (let one = 0; one < 8; one += 1) others.push(await insert('2026-03-02T00:00:00Z'));
    expect(await app.get(DueSweeper).sweepOnce()).toEqual({ ran: 8, failed: 6 });
    for (const id of others) expect(await doneOf(id)).toBe(1);
    runs = [];
    expect(await app.get(DueSweeper).sweepOnce()).toEqual({ ran: 0, failed: 0 });
    expect(runs).toEqual([]);
  });

  it('tries what failed again when asked to sweep now', async () => {
    const id = await insert('2026-03-01T00:00:00Z');
    broken.add(id);
    expect(await app.get(DueSweeper).sweepNow()).toEqual({ ran: 0, failed: 1 });
    await expect(app.get(DrainJobs).run()).rejects.toThrow('failed');
    broken.clear();
    expect(await app.get(DueSweeper).sweepNow()).toEqual({ ran: 1, failed: 0 });
    expect(await doneOf(id)).toBe(1);
  });

  it('does each row once where two sweep at once', async () => {
    const other = await startQueueApp(database.appUrl, null);
    const source = app.get(DueWork).sources[0];
    if (source) other.get(DueWork).register(source);
    const ids = [];
    for (let one = 0; one < 40; one += 1) ids.push(await insert('2026-03-01T00:00:00Z'));
    const sweeps = await Promise.all([app.get(DueSweeper).sweepNow(), other.get(DueSweeper).sweepNow()]);
    await other.close();
    expect(sweeps.map((sweep) => sweep.failed)).toEqual([0, 0]);
    expect(sweeps.reduce((sum, sweep) => sum + sweep.ran, 0)).toBe(40);
    for (const id of ids) expect(await doneOf(id)).toBe(1);
  });

  it('refuses a source without the ids to leave out, and a name taken twice', () => {
    const run = (): Promise<void> => Promise.resolve();
    expect(() => app.get(DueWork).register({ name: 'test.other', claim: 'SELECT id FROM test_due', run })).toThrow('$1');
    expect(() => app.get(DueWork).register({ name: 'test.due', claim: '$1', run })).toThrow('twice');
  });

  async function insert(dueAt: string): Promise<string> {
    const id = randomUUID();
    await owner.query('INSERT INTO test_due (id, due_at) VALUES ($1, $2)', [id, dueAt]);
    return id;
  }

  async function doneOf(id: string): Promise<number> {
    const { rows } = await owner.query<{ done: number }>('SELECT done FROM test_due WHERE id = $1', [id]);
    return (rows[0] as { done: number }).done;
  }
});
