import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { mayRead } from '../tenders/tenders.queries.js';
import {
  askedOf,
  inquiriesOf,
  inquiryBidHead,
  presentInquiryBid,
  type AskedBidder,
  type InquiryAnswer,
  type InquiryBidAnswer,
} from './inquiries.queries.js';
import { ReadAwards } from './read-awards.js';

/** What was asked and answered: to the panel and who oversees it whole, to a bidder its own. */
@Injectable()
export class ReadInquiries {
  constructor(
    private readonly reads: Reads,
    private readonly awards: ReadAwards,
  ) {}

  /** Refusal 404 to who may not read the bids. */
  async list(actor: Actor, tenderId: string, query: PageQuery): Promise<Page<InquiryAnswer>> {
    await this.awards.requireMayRead(actor, tenderId);
    return inquiriesOf(this.reads, tenderId, query);
  }

  /** A bidder's own, newest first. Refusal 404 for a tender it may not see. */
  async mine(actor: Actor, tenderId: string, query: PageQuery): Promise<Page<AskedBidder>> {
    if (actor.organizationId === null || !(await mayRead(this.reads, actor, tenderId))) throw unknownResource();
    return askedOf(this.reads, tenderId, actor.organizationId, query);
  }

  /** To its bidder. Refusal 404 to others. */
  async one(actor: Actor, id: string): Promise<InquiryBidAnswer> {
    const asked = await inquiryBidHead(this.reads, id);
    if (asked.supplierId !== actor.organizationId) throw unknownResource();
    return presentInquiryBid(asked);
  }
}
