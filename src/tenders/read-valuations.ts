import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { oversees } from './oversees.js';
import { valuationsOf, type ValuationAnswer } from './valuations.queries.js';

/** How a procurement was valued over time: for its own people, and of a published one for those who review and audit. */
@Injectable()
export class ReadValuations {
  constructor(private readonly reads: Reads) {}

  /** Throws Refusal 404 for everybody else's. */
  async run(actor: Actor, tenderId: string, query: PageQuery): Promise<Page<ValuationAnswer>> {
    const rows = await this.reads.query(
      'SELECT 1 FROM tenders WHERE id = $1 AND (procurer_id = $2 OR ($3 AND published_at IS NOT NULL))',
      [tenderId, actor.organizationId, await oversees(this.reads, actor, tenderId)],
    );
    if (rows.length === 0) throw unknownResource();
    const limit = limitOf(query);
    return pageOf(await valuationsOf(this.reads, tenderId, query.after ?? null, limit), limit);
  }
}
