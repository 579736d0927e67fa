import type { Tender } from '../tenders/tender.entity.js';
import { byBidder } from './bid-content.js';
import type { BidContent } from './bid-payload.dto.js';
import { breachesOfQualification, breachOfTerms } from './bid-terms.js';
import type { BidDefect } from './opened-bid.entity.js';
import type { QualificationContent } from './two-envelopes.dto.js';

/** A bid, or the first of its two envelopes, that does not keep the terms of the documents is as invalid as one that cannot be read. */
export function underTerms<Content extends BidContent | QualificationContent>(
  tender: Pick<Tender, 'content' | 'bidsCloseAt'>,
  supplierId: string,
  read: { content: Content } | { defect: BidDefect },
): { content: Content | null; defect: BidDefect | null } {
  if (!('content' in read)) return { content: null, defect: read.defect };
  const { content } = read;
  const found =
    'price' in content
      ? breachOfTerms(tender, content, supplierId)
      : (breachesOfQualification(tender, content, supplierId)[0] ?? null);
  return found === null ? { content, defect: null } : { content: null, ...byBidder(found) };
}
