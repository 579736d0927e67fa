import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { unauthenticated } from '../platform/tokens.js';
import { enquiriesClose } from '../rules/enquiries.js';
import type { Instant } from '../rules/moment.js';
import { oneEnquiry, pageOfEnquiries, type EnquiryAnswer } from './enquiries.queries.js';
import { EnquiryAuthors } from './enquiry-authors.js';
import type { EnquiryQuery } from './enquiry.dto.js';
import { mayReadDocuments } from './invited-suppliers.js';
import { ReadTenders } from './read-tenders.js';

export interface EnquiriesAnswer extends Page<EnquiryAnswer> {
  /** The first instant at which an enquiry is too late; null where none can be made yet. */
  closesAt: Instant | null;
}

/**
 * Questions and answers are public; under invited tendering those about the bids are for whoever may read the documents. `mine` finds the
 * caller's own by its keyed hash.
 */
@Injectable()
export class ReadEnquiries {
  constructor(
    private readonly reads: Reads,
    private readonly tenders: ReadTenders,
    private readonly authors: EnquiryAuthors,
  ) {}

  /** Throws Refusal 404 for a tender the caller may not see, 401 where nobody asks for its own. */
  async list(actor: Actor | null, tenderId: string, query: EnquiryQuery): Promise<EnquiriesAnswer> {
    if (query.mine && actor === null) throw unauthenticated();
    const { publishedAt, applicationsCloseAt, bidsCloseAt } = await this.tenders.one(actor, tenderId);
    const author = query.mine ? this.authors.authorOf(tenderId, actor?.organizationId ?? '') : null;
    const withBids = await mayReadDocuments(this.reads, actor, tenderId);
    const page = await pageOfEnquiries(this.reads, tenderId, query, { withBids, author });
    const deadline = bidsCloseAt ?? applicationsCloseAt;
    const closesAt = publishedAt === null || deadline === null ? null : enquiriesClose({ publishedAt, deadline }).closesAt;
    return { ...page, closesAt };
  }

  /** Throws Refusal 404 also where it is another tender's. */
  async one(actor: Actor | null, tenderId: string, enquiryId: string): Promise<EnquiryAnswer> {
    await this.tenders.requireReadable(actor, tenderId);
    const withBids = await mayReadDocuments(this.reads, actor, tenderId);
    const found = await oneEnquiry(this.reads, tenderId, enquiryId, withBids);
    if (!found) throw unknownResource();
    return found;
  }
}
