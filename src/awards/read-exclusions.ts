import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { mayRead } from '../tenders/tenders.queries.js';
import { isOpenTo, partyOf } from './between-parties.js';
import { exclusionById, pageOfExclusions } from './exclusions.queries.js';
import { presentExclusion, type ExclusionAnswer } from './present-exclusion.js';

/** Exclusions are between the procuring entity and the supplier concerned; who oversees reads them too. */
@Injectable()
export class ReadExclusions {
  constructor(private readonly reads: Reads) {}

  /** Refusal 404 to others. */
  async one(actor: Actor, id: string): Promise<ExclusionAnswer> {
    const found = await exclusionById(this.reads, id);
    if (!found || !(await isOpenTo(this.reads, actor, found))) throw unknownResource();
    return presentExclusion(found);
  }

  /** The caller's own, newest first. Refusal 404 for a tender the caller may not see. */
  async list(actor: Actor, tenderId: string, query: PageQuery): Promise<Page<ExclusionAnswer>> {
    if (!(await mayRead(this.reads, actor, tenderId))) throw unknownResource();
    const { items, next } = await pageOfExclusions(this.reads, tenderId, await partyOf(this.reads, actor, tenderId), query);
    return { items: items.map(presentExclusion), next };
  }
}
