import { breach, type Bilingual, type Breaches } from '../rules/breach.js';
import type { EvaluationOutcome } from './evaluation-outcome.js';

/** 采购法 art. 36: fewer conforming bids than this, and the procedure fails. */
const validBidsMin = 3;

/** Whether the award goes to a best ranked bid, among enough valid ones, with its reasons in both languages. */
export function awardIsLawful(report: EvaluationOutcome, award: { bidId: string; reasons?: Bilingual | undefined }): Breaches {
  const count = report.ranked.length;
  const best = report.ranked.filter((one) => one.rank === 1).map((one) => one.bidId);
  return [
    ...(count < validBidsMin ? [breach('award.too-few-bids', { count })] : []),
    ...(best.includes(award.bidId) ? [] : [breach('award.not-best', { best, bidId: award.bidId }, { pointer: '#/bidId' })]),
    ...(award.reasons ? [] : [breach('award.reasons-missing', {}, { pointer: '#/reasons' })]),
  ];
}

/** 财库〔2026〕2号: an abnormally low price is no bar to the award; the warning is stored and published with it. */
export function lowPriceWarnings(report: EvaluationOutcome, bidId: string): Breaches {
  const found = report.abnormallyLow.find((one) => one.bidId === bidId);
  return found ? [breach('evaluation.price-abnormally-low', { bidId, grounds: found.grounds }, { pointer: '#/bidId' })] : [];
}
