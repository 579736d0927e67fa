import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { systemActor } from '../../src/platform/actor.js';
import { DrainJobs } from '../../src/platform/drain-jobs.js';
import { Effects } from '../../src/platform/effects.js';
import { JobHandlers } from '../../src/platform/job-handlers.js';
import { newId, UnitOfWork } from '../../src/platform/unit-of-work.js';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { startQueueApp } from '../faults/queue-app.js';

describe('jobs without the queue', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await startQueueApp(database.appUrl, null);
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('delivers to each organisation an event tells, once', async () => {
    const tell = [randomUUID(), randomUUID()];
    const subject = await record('test.told', tell);
    await record('test.untold', []);
    await app.get(DrainJobs).run();
    await app.get(DrainJobs).run();
    const rows = await query('SELECT organization_id, topic, subject_kind FROM deliveries WHERE subject_id = $1', [subject]);
    expect(rows).toHaveLength(2);
    expect(rows.map((row) => row['organization_id']).sort()).toEqual([...tell].sort());
    expect(await query('SELECT id FROM outbox WHERE done_at IS NULL', [])).toEqual([]);
  });

  it('handles what a handler itself records', async () => {
    const seen: string[] = [];
    app.get(JobHandlers).on('test.first', 'chain', async (message) => {
      seen.push(message.topic);
      await record('test.second', []);
    });
    app.get(JobHandlers).on('test.second', 'chain-end', (message) => Promise.resolve(void seen.push(message.topic)));
    await record('test.first', []);
    await app.get(DrainJobs).run();
    expect(seen).toEqual(['test.first', 'test.second']);
  });

  it('acts once under one key, with eight at once, and not at all where acting fails', async () => {
    const effects = app.get(Effects);
    let acts = 0;
    const act = (): Promise<void> => Promise.resolve(void (acts += 1));
    const answers = await Promise.all(Array.from({ length: 8 }, () => effects.once('test:one', act)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(acts).toBe(1);
    await expect(effects.once('test:two', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await effects.once('test:two', act)).toBe(true);
  });

  it('refuses to change or remove a delivery', async () => {
    for (const sql of ['UPDATE deliveries SET topic = topic', 'DELETE FROM deliveries', 'TRUNCATE deliveries']) {
      await expect(query(sql, [])).rejects.toThrow();
    }
  });

  async function record(type: string, tell: string[]): Promise<string> {
    const id = newId();
    await app.get(UnitOfWork).run(systemActor('test'), (work) => {
      work.record({ type, article: null, tenderId: null, subject: { kind: 'test', id }, payload: {}, tell });
      return Promise.resolve(null);
    });
    return id;
  }

  function query(sql: string, params: unknown[]): Promise<Record<string, unknown>[]> {
    return app.get(DataSource).query(sql, params);
  }
});
