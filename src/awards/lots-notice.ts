import { offeredPrice } from '../bids/bid-terms.js';
import type { Bilingual, Breaches } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { formatMoney, type Fen } from '../rules/money.js';
import { nonAwardLabels, type NonAwardCode } from '../rules/non-award.js';
import type { Tender, Text } from '../tenders/tender.entity.js';
import { namedPartners } from './award-notice.js';
import type { AwardPartners } from './award-partners.js';
import type { AwardTiming } from './award-timing.js';
import type { AwardedItem } from './awarded-items.js';
import type { EvaluatedBid } from './awards.queries.js';

/** A lot that a bid takes, with all that its award and its notice say. */
export interface NoticedLot {
  lotId: string;
  bid: EvaluatedBid;
  price: Fen;
  reasons: Bilingual;
  warnings: Breaches;
  partners: AwardPartners;
  items: readonly AwardedItem[];
}

interface UnawardedLot {
  lotId: string;
  code: NonAwardCode | null;
  explanation: Text;
}

/** 中标公告 of a tender with lots: every lot of the act, the awarded ones with supplier and price, the others with their coded reason. */
export function lotsNotice(facts: {
  tender: Tender;
  lots: readonly NoticedLot[];
  unawarded: readonly UnawardedLot[];
  timing: AwardTiming;
  decidedAt: Instant;
}): Record<string, unknown> {
  const { tender, timing } = facts;
  const lots = tender.content.lots.flatMap(({ id, title }) => {
    const taken = facts.lots.filter((one) => one.lotId === id).map((one) => awardedLot(tender, one));
    const left = facts.unawarded.filter((one) => one.lotId === id).map(unawardedLot);
    return [...taken, ...left].map((one) => ({ lotId: id, lotTitle: title, ...one }));
  });
  const total = facts.lots.reduce((sum, one) => sum + one.price, 0n);
  return {
    title: tender.title,
    referenceNumber: tender.referenceNumber,
    method: tender.method,
    amount: { amount: formatMoney(total), currency: 'CNY' },
    lots,
    decidedAt: facts.decidedAt,
    resultNoticeEndsOn: timing.resultNoticeEndsOn,
    standstillEndsOn: timing.standstillEndsOn,
  };
}

function awardedLot(tender: Tender, { lotId, bid, price, reasons, warnings, partners, items }: NoticedLot): object {
  const asked = bid.content?.lots?.find((one) => one.id === lotId);
  const offered = bid.content && asked ? offeredPrice(tender, { ...bid.content, price: asked.price }) : null;
  return {
    supplier: { id: bid.supplierId, name: bid.supplierName },
    amount: { amount: formatMoney(price), currency: 'CNY' },
    ...(offered === null ? {} : { offered }),
    items,
    ...namedPartners(partners),
    reasons,
    warnings,
  };
}

function unawardedLot({ code, explanation }: UnawardedLot): object {
  return { nonAward: { code, codeLabel: nonAwardLabels[code as NonAwardCode], explanation } };
}
