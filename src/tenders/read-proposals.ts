import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { proposalOf, proposalsOf, type ProposalAnswer } from './amendments.queries.js';
import { requireOwnTender } from './own-tender.js';

/** Amendments of the own organisation's tenders, proposed and published. Throws Refusal 404 for the others'. */
@Injectable()
export class ReadProposals {
  constructor(private readonly reads: Reads) {}

  async list(actor: Actor, tenderId: string, page: PageQuery): Promise<Page<ProposalAnswer>> {
    await requireOwnTender(this.reads, actor, tenderId);
    return proposalsOf(this.reads, tenderId, page);
  }

  async one(actor: Actor, tenderId: string, id: string): Promise<ProposalAnswer> {
    await requireOwnTender(this.reads, actor, tenderId);
    const found = await proposalOf(this.reads, tenderId, id);
    if (!found) throw unknownResource();
    return found;
  }
}
