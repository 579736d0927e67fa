import type { Tender } from '../tenders/tender.entity.js';
import { byBidder } from './bid-content.js';
import type { BidContent } from './bid-payload.dto.js';
import { breachOfTerms } from './bid-terms.js';
import type { BidDefect } from './opened-bid.entity.js';

/** A bid that does not keep the terms of the documents is as invalid as one that cannot be read. */
export function underTerms(
  tender: Pick<Tender, 'content' | 'bidsCloseAt'>,
  supplierId: string,
  read: { content: BidContent } | { defect: BidDefect },
): { content: BidContent | null; defect: BidDefect | null } {
  if (!('content' in read)) return { content: null, defect: read.defect };
  const found = breachOfTerms(tender, read.content, supplierId);
  return found === null ? { content: read.content, defect: null } : { content: null, ...byBidder(found) };
}
