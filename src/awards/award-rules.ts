import { breach, type Bilingual, type Breach, type Breaches } from '../rules/breach.js';
import { priceIsWithinBudget, validBidsMin } from '../rules/failure.js';
import { parseMoney, type Fen } from '../rules/money.js';
import type { FieldOutcome } from './lot-outcomes.js';

/**
 * Whether the award goes to a best ranked bid within the published budget (fen, or null), among enough valid ones, with its reasons in both
 * languages. `bar` says what keeps a supplier from taking it; who is barred is passed over, and the best of the rest counts.
 */
export function awardIsLawful(
  report: FieldOutcome,
  award: { bidId: string; reasons?: Bilingual | undefined },
  budget: Fen | null,
  bar: (supplierId: string) => Breaches = () => [],
): Breaches {
  const count = report.ranked.length;
  const winner = report.ranked.find((one) => one.bidId === award.bidId);
  const barred = winner ? bar(winner.supplierId).map((one): Breach => ({ ...one, pointer: '#/bidId' })) : [];
  const overBudget = report.prices
    .filter((one) => one.bidId === award.bidId)
    .flatMap((one) => priceIsWithinBudget(parseMoney(one.price) as Fen, budget))
    .map((one): Breach => ({ ...one, pointer: '#/bidId' }));
  const unfit = [...overBudget, ...barred];
  return [
    ...(count < validBidsMin ? [breach('award.too-few-bids', { count })] : []),
    ...(unfit.length > 0 ? unfit : isBest(report, award.bidId, bar)),
    ...(award.reasons ? [] : [breach('award.reasons-missing', {}, { pointer: '#/reasons' })]),
  ];
}

function isBest(report: FieldOutcome, bidId: string, bar: (supplierId: string) => Breaches): Breaches {
  const open = report.ranked.filter((one) => bar(one.supplierId).length === 0);
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
