import type { BidContent } from '../bids/bid-payload.dto.js';
import { declaredSizes } from '../bids/bid-partners.js';
import type { Reader } from '../platform/reads.js';
import type { Breaches } from '../rules/breach.js';
import { declarationIsProved, factsToProve, type DeclaredFact } from '../rules/self-declaration.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { Award } from './award.entity.js';

/** What the winner has to prove of its own declarations before the contract (art. 59), and has not. Asked under the tender's lock. */
export async function declarationsAreProved(reader: Reader, tender: Tender, award: Award): Promise<Breaches> {
  const rows = await reader.query<{ content: BidContent | null; proved: DeclaredFact[] }>(
    `SELECT bid.content, ARRAY (SELECT DISTINCT fact FROM award_evidence WHERE award_id = $2) AS proved FROM opened_bids bid WHERE bid.id = $1`,
    [award.bidId, award.id],
  );
  const { priceDeduction, reservedFor } = tender.content.smePlan ?? {};
  const gained = Number(priceDeduction ?? 0) > 0 || reservedFor !== undefined;
  const declared = declaredSizes(rows[0]?.content ?? null);
  const size = declared.find((one) => one === 'micro' || one === 'small') ?? declared[0] ?? null;
  return declarationIsProved(factsToProve(size, gained), rows[0]?.proved ?? []);
}
