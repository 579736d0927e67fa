import { offeredPrice } from '../bids/bid-terms.js';
import type { Bilingual, Breaches } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { AwardPartners } from './award-partners.js';
import type { AwardedItem } from './awarded-items.js';
import type { EvaluatedBid } from './awards.queries.js';
import type { Contract } from './contract.entity.js';
import type { AwardTiming } from './award-timing.js';

/** 中标公告: what everybody may know of the award. */
export function awardNotice(facts: {
  tender: Tender;
  winner: Pick<EvaluatedBid, 'supplierId' | 'supplierName' | 'price'> & { content?: EvaluatedBid['content'] };
  items: readonly AwardedItem[];
  partners: AwardPartners;
  reasons: Bilingual;
  warnings: Breaches;
  timing: AwardTiming;
  decidedAt: Instant;
}): Record<string, unknown> {
  const { tender, winner, reasons, timing } = facts;
  const offered = offeredPrice(tender, winner.content ?? null);
  return {
    title: tender.title,
    referenceNumber: tender.referenceNumber,
    method: tender.method,
    supplier: { id: winner.supplierId, name: winner.supplierName },
    amount: { amount: winner.price, currency: 'CNY' },
    ...(offered === null ? {} : { offered }),
    items: facts.items,
    ...namedPartners(facts.partners),
    reasons: { zh: reasons.zh, en: reasons.en },
    decidedAt: facts.decidedAt,
    resultNoticeEndsOn: timing.resultNoticeEndsOn,
    standstillEndsOn: timing.standstillEndsOn,
    warnings: facts.warnings,
  };
}

/** 合同公告 (art. 53, 实施条例 art. 50). */
export function contractNotice(
  tender: Tender,
  contract: Omit<Contract, 'noticeVersion'>,
  covered: { lotIds: readonly string[] | null; items: readonly AwardedItem[]; partners: AwardPartners },
): Record<string, unknown> {
  const { lotIds, items, partners } = covered;
  const lots = tender.content.lots.filter(({ id }) => lotIds?.includes(id)).map(({ id, title }) => ({ id, title }));
  return {
    title: tender.title,
    referenceNumber: tender.referenceNumber,
    contractId: contract.id,
    number: contract.number,
    contractTitle: contract.title,
    description: contract.description,
    supplierId: contract.supplierId,
    amount: { amount: contract.amount, currency: 'CNY' },
    ...(lots.length > 0 ? { lots } : {}),
    items,
    ...namedPartners(partners),
    period: contract.period,
    lateReason: contract.lateReason,
    warnings: contract.warnings,
    signedAt: contract.signedAt,
    publishBy: contract.publishBy,
  };
}

/** A notice says nothing of partners where there are none. */
export function namedPartners({ consortium, subcontracting }: AwardPartners): Partial<AwardPartners> {
  return { ...(consortium.length > 0 ? { consortium } : {}), ...(subcontracting.length > 0 ? { subcontracting } : {}) };
}
