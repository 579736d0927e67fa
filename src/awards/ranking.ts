import type { Fen } from '../rules/money.js';
import { formatMoney } from '../rules/money.js';
import { compareFractions, decimalText, dividedBy, fraction, plus, times, zero, type Fraction } from './fraction.js';

export interface Criterion {
  id: string;
  kind: 'price' | 'quality';
  /** Points of a hundred. */
  weight: Fraction;
  maxScore: Fraction;
}

export interface ComparedBid {
  bidId: string;
  supplierId: string;
  price: Fen;
  /** The price that is compared: after the small-supplier deduction of art. 59, which never touches the contract price. */
  evaluationPrice: Fen;
}

/** What one evaluator found of one bid; `accepted` is false where it was found unqualified, formally invalid or excluded. */
export interface Finding {
  bidId: string;
  accepted: boolean;
  scores: ReadonlyMap<string, Fraction>;
}

export interface RankingFacts {
  method: 'weighted-score' | 'lowest-price';
  criteria: readonly Criterion[];
  bids: readonly ComparedBid[];
  /** One list of findings per evaluator. */
  evaluations: readonly (readonly Finding[])[];
}

export interface RankedScore {
  criterionId: string;
  /** Mean of the evaluators who accepted the bid; for price, the formula's score. */
  score: string;
  points: string;
}

export interface RankedBid {
  bidId: string;
  supplierId: string;
  /** Shared by bids that stay equal after the tie rule (并列). */
  rank: number;
  price: string;
  evaluationPrice: string;
  /** Points of a hundred, rounded half up to four decimals for reading; null under lowest-price. */
  total: string | null;
  /** The exact total that was compared, `numerator/denominator`; null under lowest-price. */
  totalExact: string | null;
  scores: RankedScore[];
}

export interface Ranking {
  ranked: RankedBid[];
  rejected: { bidId: string; supplierId: string; rejectedBy: number; evaluators: number }[];
}

interface Standing {
  bid: ComparedBid;
  total: Fraction;
  scores: RankedScore[];
}

/**
 * Ranks the bids (评审排序): weighted score (综合评分法) by total points, ties by the lower bid price; lowest price (最低评标价法) by evaluated price,
 * ties by the lower bid price; what is still equal shares its rank. A bid that more than half of the evaluators do not accept is rejected. Price score:
 * lowest evaluated price of the accepted bids over the bid's own, times the criterion's weight. Exact throughout; rounding is for reading only.
 */
export function rankBids(facts: RankingFacts): Ranking {
  const judged = facts.bids.map((bid) => ({ bid, findings: findingsOf(bid, facts) }));
  const rejected = judged.filter(({ findings }) => !isAccepted(findings));
  const accepted = judged.filter(({ findings }) => isAccepted(findings));
  const lowest = accepted.reduce<Fen | null>(
    (least, { bid }) => (least === null || bid.evaluationPrice < least ? bid.evaluationPrice : least),
    null,
  );
  const standings = accepted
    .map(({ bid, findings }) => standingOf(bid, findings, facts, lowest ?? 0n))
    .sort((left, right) => compareStandings(facts.method, left, right) || left.bid.bidId.localeCompare(right.bid.bidId));
  return {
    ranked: standings.map((one) => ({
      bidId: one.bid.bidId,
      supplierId: one.bid.supplierId,
      rank: 1 + standings.filter((other) => compareStandings(facts.method, other, one) < 0).length,
      price: formatMoney(one.bid.price),
      evaluationPrice: formatMoney(one.bid.evaluationPrice),
      ...totalTexts(facts.method, one.total),
      scores: one.scores,
    })),
    rejected: rejected.map(({ bid, findings }) => ({
      bidId: bid.bidId,
      supplierId: bid.supplierId,
      rejectedBy: findings.filter((one) => !one.accepted).length,
      evaluators: findings.length,
    })),
  };
}

function findingsOf(bid: ComparedBid, facts: RankingFacts): Finding[] {
  return facts.evaluations.flatMap((findings) => findings.filter((one) => one.bidId === bid.bidId));
}

function isAccepted(findings: readonly Finding[]): boolean {
  return findings.filter((one) => !one.accepted).length * 2 <= findings.length && findings.some((one) => one.accepted);
}

function standingOf(bid: ComparedBid, findings: readonly Finding[], facts: RankingFacts, lowest: Fen): Standing {
  if (facts.method === 'lowest-price') return { bid, total: zero, scores: [] };
  const parts = facts.criteria.map((criterion) => {
    const share = criterion.kind === 'price' ? priceShare(bid, lowest) : qualityShare(criterion, findings);
    return { criterion, share, points: times(share, criterion.weight) };
  });
  return {
    bid,
    total: parts.reduce((sum, part) => plus(sum, part.points), zero),
    scores: parts.map(({ criterion, share, points }) => ({
      criterionId: criterion.id,
      score: decimalText(times(share, criterion.maxScore)),
      points: decimalText(points),
    })),
  };
}

/** The lowest bid has the whole share, also where it costs nothing. */
function priceShare(bid: ComparedBid, lowest: Fen): Fraction {
  return bid.evaluationPrice === lowest ? fraction(1n) : fraction(lowest, bid.evaluationPrice);
}

function qualityShare(criterion: Criterion, findings: readonly Finding[]): Fraction {
  const given = findings.filter((one) => one.accepted).map((one) => one.scores.get(criterion.id) ?? zero);
  const sum = given.reduce((total, score) => plus(total, score), zero);
  return dividedBy(dividedBy(sum, fraction(BigInt(given.length))), criterion.maxScore);
}

/** Negative where `left` stands before `right`. */
function compareStandings(method: RankingFacts['method'], left: Standing, right: Standing): number {
  const first =
    method === 'lowest-price'
      ? compareFen(left.bid.evaluationPrice, right.bid.evaluationPrice)
      : compareFractions(right.total, left.total);
  return first || compareFen(left.bid.price, right.bid.price);
}

function compareFen(left: Fen, right: Fen): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function totalTexts(method: RankingFacts['method'], total: Fraction): { total: string | null; totalExact: string | null } {
  if (method === 'lowest-price') return { total: null, totalExact: null };
  return { total: decimalText(total), totalExact: `${total.numerator}/${total.denominator}` };
}
