import { breach, type Breaches } from './breach.js';
import { compareInstants, type CivilDate, type Instant } from './moment.js';
import { countOn } from './thresholds.js';

/** What one application got under each published selection criterion, in hundredths of a point, in the order of the notice. */
export interface RankedApplication {
  id: string;
  points: readonly bigint[];
  receivedAt: Instant;
}

/** A selection criterion of the notice (选择标准); its maximum in hundredths of a point. */
export interface SelectionMaximum {
  id: string;
  max: bigint;
}

/** Art. 49 (资格要求): a supplier fails only by requirements that the notice states, and by at least one of them. */
export function reasonsArePublished(published: readonly string[], failed: readonly string[]): Breaches {
  const unknown = failed.filter((one) => !published.includes(one));
  if (failed.length > 0 && unknown.length === 0) return [];
  const facts = { requirements: failed.length === 0 ? null : unknown };
  return [breach('prequalification.requirement-not-published', facts, { pointer: '#/requirementIds' })];
}

/** Where the number is limited every criterion of the notice is judged, once, from nothing to its maximum; nothing else is. */
export function pointsFollowTheNotice(
  criteria: readonly SelectionMaximum[],
  given: readonly { criterionId: string; points: bigint }[],
): Breaches {
  const wrong = [
    ...criteria.filter((one) => given.filter(({ criterionId }) => criterionId === one.id).length !== 1).map((one) => one.id),
    ...given
      .filter(({ criterionId, points }) => {
        const max = criteria.find((one) => one.id === criterionId)?.max;
        return max === undefined || points < 0n || points > max;
      })
      .map((one) => one.criterionId),
  ];
  if (wrong.length === 0) return [];
  return [breach('prequalification.points-mismatch', { criteria: [...new Set(wrong)] }, { pointer: '#/points' })];
}

/** Nobody is passed over: the shortlist waits for the decision on every application. */
export function everyApplicationIsDecided(undecided: number): Breaches {
  return undecided === 0 ? [] : [breach('prequalification.undecided', { undecided })];
}

/** 采购法 art. 36 (for works 招标投标法实施条例 art. 19): with fewer than three who qualify the invited procedure has failed. */
export function enoughQualify(qualified: number, day: CivilDate, category: 'goods' | 'services' | 'works'): Breaches {
  const min = countOn('invitedSuppliersMin', day).value;
  if (qualified >= min) return [];
  const found = breach('prequalification.too-few-qualified', { qualifiedCount: qualified, min });
  return [category === 'works' ? { ...found, cites: { ...found.cites, document: '招标投标法实施条例 第19条' } } : found];
}

/**
 * Best first: by the sum of the points; a tie goes to the more points under the first criterion of the notice, then the second and so on; what is
 * still equal to the application that was received first. The notice says so.
 */
export function rankApplications<Application extends RankedApplication>(applications: readonly Application[]): Application[] {
  return [...applications].sort(
    (left, right) =>
      descending(totalOf(left.points), totalOf(right.points)) ||
      left.points.map((points, at) => descending(points, right.points[at] ?? 0n)).find((order) => order !== 0) ||
      compareInstants(left.receivedAt, right.receivedAt) ||
      left.id.localeCompare(right.id),
  );
}

/** The sum in hundredths of a point. */
export function totalOf(points: readonly bigint[]): bigint {
  return points.reduce((sum, one) => sum + one, 0n);
}

/** Art. 49: whoever is named is the first of the ranking, in any order. Counts are asked elsewhere. */
export function invitedAreTheBest(ranking: readonly string[], invited: readonly string[]): Breaches {
  const best = ranking.slice(0, invited.length);
  return invited.every((one) => best.includes(one))
    ? []
    : [breach('prequalification.not-by-ranking', { best, invited }, { pointer: '#/applications' })];
}

function descending(left: bigint, right: bigint): number {
  return left === right ? 0 : left > right ? -1 : 1;
}
