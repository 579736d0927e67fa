import { earliestBidDeadline, type BidPeriod } from '../rules/art-51-bid-period.js';
import { civilDateOf, isBefore, type Instant } from '../rules/moment.js';
import { plannedDayOf, type PlannedNotices } from './planned-claims.js';
import type { Tender } from './tender.entity.js';

/** When the documents are issued if the notice is published at `publishedAt`: with it, or at the later moment that the tender names. */
export function documentsIssuedAtOf(tender: Tender, publishedAt: Instant): Instant {
  const { documentsIssueAt } = tender.content;
  return documentsIssueAt !== undefined && isBefore(publishedAt, documentsIssueAt) ? documentsIssueAt : publishedAt;
}

/** The bid period if the notice is published at `publishedAt`. Whoever approves the tender approves its reductions; a planned notice counts as it was published here. */
export function bidPeriodOf(tender: Tender, bidsCloseAt: Instant, publishedAt: Instant, planned: PlannedNotices): BidPeriod {
  return {
    documentsIssuedAt: documentsIssuedAtOf(tender, publishedAt),
    bidsCloseAt,
    category: tender.category,
    legalBasisRef: tender.content.legalBasisRef ?? null,
    author: tender.createdBy,
    noticePublishedOn: civilDateOf(tender.publishedAt ?? publishedAt),
    reductions: tender.content.reductions.map((one, index) => ({
      ground: one.ground,
      justification: one.justification,
      approver: tender.approvedBy,
      plannedNoticeOn: one.ground === 'plannedNotice' ? plannedDayOf(tender, index, planned) : null,
    })),
  };
}

export function earliestDeadline(
  tender: Tender,
  publishedAt: Instant,
  planned: PlannedNotices,
): ReturnType<typeof earliestBidDeadline> {
  return earliestBidDeadline(bidPeriodOf(tender, publishedAt, publishedAt, planned));
}
