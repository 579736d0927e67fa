import type { SupplierSize } from '../organizations/organization.entity.js';
import { abnormallyLowPrices, type LowPriceGround } from '../rules/abnormally-low.js';
import { evaluationPrice } from '../rules/art-59-small-suppliers.js';
import type { Bilingual } from '../rules/breach.js';
import { breach, type Breaches } from '../rules/breach.js';
import { priceIsWithinBudget } from '../rules/failure.js';
import type { CivilDate } from '../rules/moment.js';
import { deductionGranted } from '../rules/small-shares.js';
import { formatMoney, type Fen } from '../rules/money.js';
import { compareFractions, parseDecimal, type Fraction } from './fraction.js';
import type { TieDraw } from './tie-draw.js';
import { rankBids, type Criterion, type Finding, type Ranking } from './ranking.js';

/** What of the published documents an evaluation is bound to. */
export interface PublishedCriteria {
  method: 'weighted-score' | 'lowest-price';
  category: 'goods' | 'services' | 'works';
  criteria: readonly Criterion[];
  /** The small-supplier price deduction of art. 59 in ten-thousandths; 0 where the documents grant none. */
  deduction: number;
  /** The same for consortia and subcontracts; null where the documents name none. */
  sharedDeduction?: number | null;
  /** The price ceiling, else the budget; null where neither was published. */
  ceiling: Fen | null;
  evaluators: number;
}

/** An opened bid as far as evaluation compares it. */
export interface OpenedPrice {
  bidId: string;
  supplierId: string;
  price: Fen;
  /** As declared in the bid (中小企业声明函); large where nothing is declared. */
  supplierSize: SupplierSize;
  /** The breaches for which the supplier was excluded, after it was heard (art. 54). */
  exclusions?: readonly string[];
  /** What small and micro enterprises get of the contract in ten-thousandths; null where the supplier bids alone. */
  smallShare?: number | null;
  /** What the law finds of the bid beside the others (实施条例 arts. 18, 22). */
  breaches?: Breaches;
}

/** What is judged at a time: a bid or, where the tender has lots, a bid for one of them. */
export interface JudgedBid {
  bidId: string;
  lotId?: string;
}

/** What an evaluator found of one bid, as it is stored; scores are decimal texts. */
export interface EvaluationFinding extends JudgedBid {
  qualified: boolean;
  scores: { criterionId: string; score: string }[];
  /** Why the bid is not qualified or formally invalid. */
  reasons?: Partial<Bilingual>;
  exclusion?: { breachId: string };
  /** Refused for its price, after its bidder was asked (财库〔2026〕2号). */
  lowPrice?: boolean;
}

export interface EvaluationOutcome extends Omit<Ranking, 'rejected'> {
  method: PublishedCriteria['method'];
  tieRule: Bilingual;
  evaluators: number;
  criteria: { id: string; kind: Criterion['kind']; weight: string; maxScore: string }[];
  prices: {
    bidId: string;
    supplierId: string;
    price: string;
    supplierSize: SupplierSize;
    smallShare?: string;
    evaluationPrice: string;
  }[];
  /** `breaches`: what the law itself finds of the bid, whatever the evaluators found; its text stands among the reasons too. */
  rejected: (Ranking['rejected'][number] & { reasons: Partial<Bilingual>[]; exclusions: string[]; breaches: Breaches })[];
  abnormallyLow: { bidId: string; grounds: LowPriceGround[] }[];
  /** Where the documents leave it to the lot which of several first bids is awarded. */
  tieDraw?: TieDraw;
}

/** Published with every report, so that a stranger can redo the order. */
const tieRule: Bilingual = {
  zh: '得分（或评标价）相同的，投标报价低者在前；仍相同的并列。',
  en: 'Where totals (or evaluated prices) are equal, the lower bid price stands first; what is still equal shares its rank.',
};

/**
 * The evaluation report of a round: pure arithmetic over the published criteria, the opened prices and all findings. A bid over the published
 * budget is invalid (采购法 art. 36(3)), and one of an excluded supplier is out (art. 54): it is rejected whatever the evaluators found, and the
 * ranking goes on without it.
 */
export function outcomeOf(
  documents: PublishedCriteria,
  bids: readonly OpenedPrice[],
  evaluations: readonly (readonly EvaluationFinding[])[],
  on: CivilDate,
): EvaluationOutcome {
  const { method, category, criteria, deduction } = documents;
  const compared = bids.map((bid) => {
    const deal = { category, supplierSize: bid.supplierSize, consortiumShare: bid.smallShare ?? null, on };
    const granted = deductionGranted(deal, { alone: deduction, shared: documents.sharedDeduction ?? null });
    return { ...bid, evaluationPrice: evaluationPrice({ ...deal, deduction: granted, bidPrice: bid.price }) };
  });
  const findings = evaluations.map((one) => one.map(findingOf));
  const barred = (bid: OpenedPrice): Breaches => [
    ...priceIsWithinBudget(bid.price, documents.ceiling),
    ...(bid.breaches ?? []),
    ...((bid.exclusions ?? []).length > 0 ? [breach('exclusion.stands')] : []),
  ];
  const eligible = compared.filter((bid) => barred(bid).length === 0);
  const ranking = rankBids({ method, criteria, bids: eligible, evaluations: findings });
  const conforming = bids.filter((bid) => ranking.ranked.some((one) => one.bidId === bid.bidId));
  return {
    method,
    tieRule,
    evaluators: evaluations.length,
    criteria: criteria.map(({ id, kind, weight, maxScore }) => ({ id, kind, weight: exact(weight), maxScore: exact(maxScore) })),
    prices: compared.map(({ bidId, supplierId, price, supplierSize, smallShare, evaluationPrice: evaluated }) => ({
      bidId,
      supplierId,
      price: formatMoney(price),
      supplierSize,
      ...(typeof smallShare === 'number' ? { smallShare: (smallShare / 10_000).toFixed(4) } : {}),
      evaluationPrice: formatMoney(evaluated),
    })),
    ranked: ranking.ranked,
    rejected: bids.filter((bid) => !conforming.includes(bid)).map((bid) => rejectionOf(bid, evaluations, barred(bid))),
    abnormallyLow: abnormallyLowPrices({ bids: conforming, ceiling: documents.ceiling ?? 0n, on }),
  };
}

function rejectionOf(
  { bidId, supplierId, exclusions = [] }: OpenedPrice,
  evaluations: readonly (readonly EvaluationFinding[])[],
  breaches: Breaches,
): EvaluationOutcome['rejected'][number] {
  const own = evaluations.flat().filter((one) => one.bidId === bidId);
  const against = own.filter((one) => !isAccepting(one));
  return {
    bidId,
    supplierId,
    rejectedBy: against.length,
    evaluators: own.length,
    reasons: [...against.flatMap((one) => (one.reasons ? [one.reasons] : [])), ...breaches.map((one) => one.detail)],
    exclusions: [...new Set([...exclusions, ...against.flatMap((one) => (one.exclusion ? [one.exclusion.breachId] : []))])],
    breaches,
  };
}

export function isAccepting(finding: EvaluationFinding): boolean {
  return finding.qualified && finding.exclusion === undefined;
}

function findingOf(finding: EvaluationFinding): Finding {
  const scores = finding.scores.map((one): [string, Fraction] => [one.criterionId, parseDecimal(one.score) as Fraction]);
  return { bidId: finding.bidId, accepted: isAccepting(finding), scores: new Map(scores) };
}

function exact({ numerator, denominator }: Fraction): string {
  return String(Number(numerator) / Number(denominator));
}

/** Policy: an evaluator judges every opened bid, and scores exactly the published quality criteria of those it accepts, each from 0 to its maximum. */
export function evaluationFitsDocuments(
  documents: PublishedCriteria,
  due: readonly JudgedBid[],
  findings: readonly EvaluationFinding[],
): Breaches {
  const missing = due.filter((bid) => !findings.some((one) => isSame(one, bid)));
  const facts = { bidIds: missing.map((one) => one.bidId), ...lotsOf(missing) };
  return [
    ...(missing.length ? [breach('evaluation.bids-missing', facts, { pointer: '#/bids' })] : []),
    ...findings.flatMap((finding, index) => scoresFitCriteria(documents, finding, `#/bids/${index}/scores`)),
  ];
}

export function isSame(one: JudgedBid, other: JudgedBid): boolean {
  return one.bidId === other.bidId && one.lotId === other.lotId;
}

function lotsOf(bids: readonly JudgedBid[]): { lotIds?: string[] } {
  const lotIds = bids.flatMap((one) => one.lotId ?? []);
  return lotIds.length === 0 ? {} : { lotIds };
}

function scoresFitCriteria(documents: PublishedCriteria, finding: EvaluationFinding, pointer: string): Breaches {
  const scored = documents.method === 'weighted-score' ? documents.criteria.filter((one) => one.kind === 'quality') : [];
  const given = finding.scores.map((one) => one.criterionId);
  const wanted = isAccepting(finding) ? scored.filter((one) => !given.includes(one.id)).map((one) => one.id) : [];
  const strange = given.filter((id, index) => !scored.some((one) => one.id === id) || given.indexOf(id) !== index);
  const mismatched = [...wanted, ...strange];
  return [
    ...(mismatched.length ? [breach('evaluation.criteria-mismatch', { criteria: mismatched }, { pointer })] : []),
    ...finding.scores.flatMap(({ criterionId, score }, index) => {
      const criterion = scored.find((one) => one.id === criterionId);
      const value = parseDecimal(score);
      if (!criterion || (value !== null && compareFractions(value, criterion.maxScore) <= 0)) return [];
      const facts = { criterion: criterionId, score, max: exact(criterion.maxScore) };
      return [breach('evaluation.score-out-of-range', facts, { pointer: `${pointer}/${index}/score` })];
    }),
  ];
}
