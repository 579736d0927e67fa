import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { pino } from 'pino';
import { countFindings } from '../platform/count-findings.js';
import { LOG } from '../platform/logging.js';
import { LoopWork } from '../platform/loop-work.js';
import { Reads } from '../platform/reads.js';
import { CompareRecord } from './compare-record.js';

const intervalMs = 500;

/** The worker compares the record with its leaves for ever; what it finds is an alarm. */
@Injectable()
export class Comparing implements OnModuleInit {
  private known = 0;

  constructor(
    private readonly loops: LoopWork,
    private readonly compare: CompareRecord,
    private readonly reads: Reads,
    @Inject(LOG) private readonly log: pino.Logger,
  ) {}

  onModuleInit(): void {
    this.loops.register({ name: 'rehash', intervalMs, run: () => this.piece() });
  }

  /** Never "at once": between two pieces the database is left to others. */
  private async piece(): Promise<boolean> {
    await this.compare.piece();
    const found = await countFindings(this.reads);
    if (found > this.known)
      this.log.error({ alarm: 'archive-finding', findings: found }, 'the record is not what its leaves say');
    this.known = found;
    return false;
  }
}
