import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { mayRead } from '../tenders/tenders.queries.js';
import { exclusionById, pageOfExclusions } from './exclusions.queries.js';
import { presentExclusion, type ExclusionAnswer } from './present-exclusion.js';

const overseers = ['reviewer', 'supervisor', 'auditor'] as const;

/** Exclusions are between the procuring entity and the supplier concerned; who oversees reads them too. */
@Injectable()
export class ReadExclusions {
  constructor(private readonly reads: Reads) {}

  /** Refusal 404 to others. */
  async one(actor: Actor, id: string): Promise<ExclusionAnswer> {
    const found = await exclusionById(this.reads, id, partyOf(actor));
    if (!found) throw unknownResource();
    return presentExclusion(found);
  }

  /** The caller's own, newest first. Refusal 404 for a tender the caller may not see. */
  async list(actor: Actor, tenderId: string, query: PageQuery): Promise<Page<ExclusionAnswer>> {
    if (!(await mayRead(this.reads, actor, tenderId))) throw unknownResource();
    const { items, next } = await pageOfExclusions(this.reads, tenderId, partyOf(actor), query);
    return { items: items.map(presentExclusion), next };
  }
}

/** Whose exclusions the caller reads: null for all. Nobody's where it acts for no organisation. */
function partyOf(actor: Actor): string | null {
  if (overseers.some((role) => actor.roles.includes(role))) return null;
  if (actor.organizationId === null) throw unknownResource();
  return actor.organizationId;
}
