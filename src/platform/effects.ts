import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Instant } from '../rules/moment.js';
import type { Reader } from './reads.js';

/** What an effect may do inside its transaction. */
export interface EffectWork extends Reader {
  /** The database's moment, taken after the effect's key was. */
  readonly now: Instant;
}

/** Queues deliver at least once; an effect happens once, because its key is inserted in the transaction that acts. */
@Injectable()
export class Effects {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Acts unless the key is taken; false where it was. A second worker with the same key waits for the first one's commit.
   * Throws what the body throws, and then the key is free again.
   */
  async once(key: string, body: (work: EffectWork) => Promise<void>): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction('READ COMMITTED');
      const now = await takeKey(runner, key);
      if (now !== null) await body({ now, query: (sql, params = []) => runner.query(sql, [...params]) });
      await runner.commitTransaction();
      return now !== null;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

async function takeKey(runner: QueryRunner, key: string): Promise<Instant | null> {
  const rows = (await runner.query(
    'INSERT INTO effects (effect_key, done_at) VALUES ($1, platform_now()) ON CONFLICT DO NOTHING RETURNING done_at',
    [key],
  )) as { done_at: Instant }[];
  return rows[0]?.done_at ?? null;
}
