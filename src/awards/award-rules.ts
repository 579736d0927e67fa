import { breach, type Bilingual, type Breach, type Breaches } from '../rules/breach.js';
import { priceIsWithinBudget, validBidsMin } from '../rules/failure.js';
import { parseMoney, type Fen } from '../rules/money.js';
import type { FieldOutcome } from './lot-outcomes.js';

/**
 * Whether the award goes to a best ranked bid within the published budget (fen, or null), among enough valid ones, with its reasons in both
 * languages. `passedOver`: suppliers that take no other lot; the best of the rest counts.
 */
export function awardIsLawful(
  report: FieldOutcome,
  award: { bidId: string; reasons?: Bilingual | undefined },
  budget: Fen | null,
  passedOver: readonly string[] = [],
): Breaches {
  const count = report.ranked.length;
  const overBudget = report.prices
    .filter((one) => one.bidId === award.bidId)
    .flatMap((one) => priceIsWithinBudget(parseMoney(one.price) as Fen, budget))
    .map((one): Breach => ({ ...one, pointer: '#/bidId' }));
  return [
    ...(count < validBidsMin ? [breach('award.too-few-bids', { count })] : []),
    ...(overBudget.length > 0 ? overBudget : isBest(report, award.bidId, passedOver)),
    ...(award.reasons ? [] : [breach('award.reasons-missing', {}, { pointer: '#/reasons' })]),
  ];
}

function isBest(report: FieldOutcome, bidId: string, passedOver: readonly string[]): Breaches {
  const open = report.ranked.filter((one) => !passedOver.includes(one.supplierId));
  const first = Math.min(...open.map((one) => one.rank));
  const tied = open.filter((one) => one.rank === first).map((one) => one.bidId);
  // Where the lot decides, it has.
  const drawn = report.tieDraw?.lots.find((one) => tied.includes(one.bidId));
  const best = drawn ? [drawn.bidId] : tied;
  return best.includes(bidId) ? [] : [breach('award.not-best', { best, bidId }, { pointer: '#/bidId' })];
}

/** 财库〔2026〕2号: an abnormally low price is no bar to the award; the warning is stored and published with it. */
export function lowPriceWarnings(report: FieldOutcome, bidId: string): Breaches {
  const found = report.abnormallyLow.find((one) => one.bidId === bidId);
  return found ? [breach('evaluation.price-abnormally-low', { bidId, grounds: found.grounds }, { pointer: '#/bidId' })] : [];
}
