import { earliestBidDeadline, type BidPeriod } from '../rules/art-51-bid-period.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import type { Tender } from './tender.entity.js';

/** The bid period if the documents are issued at `issuedAt`. Whoever approves the tender approves its reductions. */
export function bidPeriodOf(tender: Tender, bidsCloseAt: Instant, issuedAt: Instant): BidPeriod {
  return {
    documentsIssuedAt: issuedAt,
    bidsCloseAt,
    category: tender.category,
    legalBasisRef: tender.content.legalBasisRef ?? null,
    author: tender.createdBy,
    noticePublishedOn: civilDateOf(issuedAt),
    reductions: tender.content.reductions.map((one) => ({
      ground: one.ground,
      justification: one.justification,
      approver: tender.approvedBy,
      plannedNoticeOn: one.plannedNoticeOn ?? null,
    })),
  };
}

export function earliestDeadline(tender: Tender, issuedAt: Instant): ReturnType<typeof earliestBidDeadline> {
  return earliestBidDeadline(bidPeriodOf(tender, issuedAt, issuedAt));
}
