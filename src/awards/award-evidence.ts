import type { BidContent } from '../bids/bid-payload.dto.js';
import { declaredSizes } from '../bids/bid-partners.js';
import type { SupplierSize } from '../organizations/organization.entity.js';
import type { Reader } from '../platform/reads.js';
import type { Breaches } from '../rules/breach.js';
import { declarationIsProved, factsToProve, type DeclaredFact } from '../rules/self-declaration.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { Award } from './award.entity.js';

/** What the winner has to prove of its own declarations before the contract (art. 59), and has not: once for all lots that its bid takes. Asked under the tender's lock. */
export async function declarationsAreProved(reader: Reader, tender: Tender, awards: readonly Award[]): Promise<Breaches> {
  const rows = await reader.query<{ content: BidContent | null; proved: DeclaredFact[] }>(
    `SELECT bid.content, ARRAY (SELECT DISTINCT fact FROM award_evidence given JOIN awards award ON award.id = given.award_id
                                 WHERE award.bid_id = bid.id AND award.state = 'active') AS proved
       FROM opened_bids bid WHERE bid.id = $1`,
    [awards[0]?.bidId],
  );
  const lotIds = awards.flatMap((one) => one.lotId ?? []);
  return declarationIsProved(factsOf(tender.content, rows[0]?.content ?? null, lotIds), rows[0]?.proved ?? []);
}

/** What the winning bid declared and gained by, for the lots that it takes. A share reserved for small and medium-sized enterprises is gained by a medium one, too. */
export function factsOf(
  { smePlan, lots }: Pick<Tender['content'], 'smePlan' | 'lots'>,
  bid: BidContent | null,
  lotIds: readonly string[],
): DeclaredFact[] {
  const { priceDeduction, reservedFor, reservedShare } = smePlan ?? {};
  const reserved = lots.some((lot) => lotIds.includes(lot.id) && lot.reservedFor !== undefined);
  const gained = Number(priceDeduction ?? 0) > 0 || reservedFor !== undefined || reserved || Number(reservedShare ?? 0) > 0;
  const declared = declaredSizes(bid);
  const counts = (one: SupplierSize): boolean =>
    one === 'micro' || one === 'small' || (one === 'medium' && reservedShare !== undefined);
  return factsToProve(declared.find(counts) ?? declared[0] ?? null, gained);
}
