import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DueSweeper } from './due-sweeper.js';
import { JobHandlers } from './job-handlers.js';

const batch = 200;
const roundsMax = 1_000;

/** What a story sees at once and the worker a moment later: due work and outbox messages, in the caller's process, without the queue. */
@Injectable()
export class DrainJobs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly handlers: JobHandlers,
    private readonly sweeper: DueSweeper,
  ) {}

  /**
   * Sweeps what is due and handles every undone message, in the order they were written, until both are quiet. Throws what a handler
   * throws, and an Error where due work fails or never ends.
   */
  async run(): Promise<void> {
    for (let round = 0; round < roundsMax; round += 1) {
      const sweep = await this.sweeper.sweepNow();
      if (sweep.failed > 0) throw new Error(`${sweep.failed} due row(s) failed; the log says why`);
      const handled = await this.handleBatch();
      if (sweep.ran === 0 && handled === 0) return;
    }
    throw new Error(`jobs are not quiet after ${roundsMax} rounds`);
  }

  private async handleBatch(): Promise<number> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      'SELECT id FROM outbox WHERE done_at IS NULL ORDER BY id LIMIT $1',
      [batch],
    );
    for (const { id } of rows) await this.handlers.handle(id);
    return rows.length;
  }
}
