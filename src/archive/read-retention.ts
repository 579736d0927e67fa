import { Injectable } from '@nestjs/common';
import { unknownResource } from '../platform/refusal.js';
import { Reads } from '../platform/reads.js';
import type { LegalHold } from '../tenders/legal-hold.entity.js';
import { retentionOf } from './archive.queries.js';
import { disposalUnderWay } from './disposals.queries.js';
import { holdOf, holdsOf } from './holds.queries.js';
import { explainRetention, type RetentionAnswer } from './retention.queries.js';

/** Until when a record is kept and why, and what keeps it longer. Of a destroyed record what was true when it was destroyed. Refusal 404 for an unknown one. */
@Injectable()
export class ReadRetention {
  constructor(private readonly reads: Reads) {}

  async run(tenderId: string): Promise<RetentionAnswer> {
    await this.requireKnown(tenderId);
    const disposal = await disposalUnderWay(this.reads, tenderId);
    const shown = disposal && { id: disposal.id, state: disposal.state, executedAt: disposal.executedAt };
    const explained = await explainRetention(this.reads, tenderId);
    if (disposal?.destroyed == null) return { ...explained, disposal: shown };
    return { ...explained, endedOn: disposal.endedOn, retainUntil: disposal.retainedUntil, disposal: shown };
  }

  async holds(tenderId: string): Promise<{ items: LegalHold[] }> {
    await this.requireKnown(tenderId);
    return { items: await holdsOf(this.reads, tenderId) };
  }

  async hold(tenderId: string, number: string): Promise<LegalHold> {
    const hold = await holdOf(this.reads, tenderId, number);
    if (!hold) throw unknownResource();
    return hold;
  }

  private async requireKnown(tenderId: string): Promise<void> {
    if ((await retentionOf(this.reads, tenderId)) === null) throw unknownResource();
  }
}
