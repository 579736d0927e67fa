import { InjectQueue } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { DataSource, type QueryRunner } from 'typeorm';
import { outboxJobOptions, queueName, type JobData, type JobName, type QueueSettings } from './jobs.js';

export const QUEUE_SETTINGS = Symbol('queue settings');

const batch = 200;

/**
 * Carries messages from the outbox to the queue. A message stays the outbox's until its effects are done: one that was sent but is
 * not done after a while is sent again, so an emptied queue costs delay and loses nothing. Job ids and effect keys make a second
 * sending harmless.
 */
@Injectable()
export class OutboxRelay {
  constructor(
    private readonly dataSource: DataSource,
    @InjectQueue(queueName) private readonly queue: Queue<JobData, void, JobName>,
    @Inject(QUEUE_SETTINGS) private readonly settings: QueueSettings,
  ) {}

  /** Sends one batch and says how many messages were in it. Throws where the queue or the database is away; nothing is marked sent then. */
  async relayOnce(): Promise<number> {
    const runner = this.dataSource.createQueryRunner();
    let ids: string[] = [];
    try {
      await runner.startTransaction('READ COMMITTED');
      ids = await this.claim(runner);
      if (ids.length > 0) await this.send(runner, ids);
      await runner.commitTransaction();
      return ids.length;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      await this.countAttempt(runner, ids).catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** A `sent_at` ahead of the clock (the settable one was put back) counts as long ago. */
  private async claim(runner: QueryRunner): Promise<string[]> {
    const rows = (await runner.query(
      `SELECT id FROM outbox
       WHERE done_at IS NULL
         AND (sent_at IS NULL OR NOT sent_at BETWEEN platform_now() - make_interval(secs => $1) AND platform_now())
       ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [this.settings.resendAfterSeconds, batch],
    )) as { id: string }[];
    return rows.map((row) => row.id);
  }

  private async send(runner: QueryRunner, ids: string[]): Promise<void> {
    await this.queue.addBulk(
      ids.map((outboxId) => ({ name: 'outbox' as const, data: { outboxId }, opts: outboxJobOptions(outboxId, this.settings) })),
    );
    await runner.query('UPDATE outbox SET sent_at = platform_now(), attempts = attempts + 1 WHERE id = ANY ($1)', [ids]);
  }

  private async countAttempt(runner: QueryRunner, ids: string[]): Promise<void> {
    if (ids.length > 0) await runner.query('UPDATE outbox SET attempts = attempts + 1 WHERE id = ANY ($1)', [ids]);
  }
}
