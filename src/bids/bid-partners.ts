import type { Breaches } from '../rules/breach.js';
import { consortiumIsAdmitted, consortiumIsWhole } from '../rules/consortia.js';
import { subcontractIsConsented } from '../rules/art-59-small-suppliers.js';
import type { SupplierSize } from '../organizations/organization.entity.js';
import { sizedShareOf, smallShareOf, type Part } from '../rules/small-shares.js';
import { tenThousandths, wholeShare } from '../rules/share.js';
import { termsOf } from '../tenders/tender-terms.js';
import type { TenderContent } from '../tenders/tender.entity.js';
import type { ConsortiumMember } from './bid-partners.dto.js';
import { invalidContent } from './bid-fault.js';
import type { BidContent } from './bid-payload.dto.js';

/** Whether the documents admit the suppliers that stand with the bidder: consortium (采购法 art. 24) and subcontracts (art. 48). */
export function partnersAreAdmitted(
  { consortium, subcontracting }: Omit<Bidders, 'smeDeclaration'>,
  bidder: string,
  content: TenderContent,
): Breaches {
  const members = consortium?.members ?? [];
  return [
    ...(consortium
      ? [
          ...consortiumIsAdmitted(members.length, termsOf(content).consortia),
          ...consortiumIsWhole({
            bidder,
            members: members.map((one) => ({ id: keyOf(one), share: tenThousandths(one.share), leader: one.leader === true })),
            jointLiability: consortium.jointLiability,
          }),
        ]
      : []),
    ...(subcontracting
      ? subcontractsAreLawful(
          subcontracting.map((one) => tenThousandths(one.share)),
          content,
        )
      : []),
  ];
}

/** 采购法 art. 48: with consent, and never the whole (转包). */
function subcontractsAreLawful(shares: readonly number[], { smePlan }: TenderContent): Breaches {
  const consent = subcontractIsConsented({ consented: smePlan?.subcontractAllowed === true });
  if (consent.length > 0 || shares.reduce((sum, one) => sum + one, 0) < wholeShare) return consent;
  const reason = { zh: '分包份额不得达到合同的全部', en: 'the whole of the contract is subcontracted' };
  return [invalidContent(reason)];
}

/** Who a member is, whichever way it is named. */
export function keyOf({ organizationId, identity }: Pick<ConsortiumMember, 'organizationId' | 'identity'>): string {
  return organizationId?.toLowerCase() ?? `${identity?.scheme ?? ''}:${identity?.identifier.trim().toUpperCase() ?? ''}`;
}

/** What a bid says of who stands behind it. */
export type Bidders = Pick<BidContent, 'consortium' | 'subcontracting' | 'smeDeclaration'>;

/** The size that each supplier of the bid declared, the bidder's first; large where it declared none. */
export function declaredSizes(content: Bidders | null): SupplierSize[] {
  const { members, subcontracts, size } = partsOf(content);
  return [size, ...(members ?? []).map((one) => one.size), ...subcontracts.map((one) => one.size)];
}

/** What small and micro enterprises get of the contract, in ten-thousandths; null where a supplier bids alone. */
export function smallShare(content: Bidders | null): number | null {
  return smallShareOf(partsOf(content));
}

/** What small and medium-sized enterprises get of the contract, in ten-thousandths. */
export function sizedShare(content: Bidders): number {
  return sizedShareOf(partsOf(content));
}

function partsOf(content: Bidders | null): { size: SupplierSize; members: Part[] | null; subcontracts: Part[] } {
  const size = content?.smeDeclaration?.size ?? 'large';
  const members = content?.consortium?.members.map((one) => ({
    size: one.size ?? (one.leader ? size : ('large' as const)),
    share: tenThousandths(one.share),
  }));
  const subcontracts = (content?.subcontracting ?? []).map((one) => ({
    size: one.size ?? ('large' as const),
    share: tenThousandths(one.share),
  }));
  return { size, members: members ?? null, subcontracts };
}
