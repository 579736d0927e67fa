import { addDays, addYears, type CivilDate } from './moment.js';
import { periodOn } from './periods.js';
import { countOn } from './thresholds.js';

export const reductionGrounds = ['eNotice', 'eDocuments', 'eSubmission', 'plannedNotice', 'urgency', 'commercial'] as const;
export type ReductionGround = (typeof reductionGrounds)[number];

const electronicMeans: readonly ReductionGround[] = ['eNotice', 'eDocuments', 'eSubmission'];

/** One special circumstance (特殊情形) claimed for a shorter bid period. */
export interface Reduction {
  ground: ReductionGround;
  justification: string | null;
  approver: string | null;
  plannedNoticeOn: CivilDate | null;
}

export interface ReductionClaims {
  reductions: readonly Reduction[];
  /** The day of the notice of intended procurement; null where no planned notice is claimed. */
  noticePublishedOn: CivilDate | null;
}

/** Rulebook 1b, in days: five fewer for each electronic means, ten in all for a planned notice, urgency or commercial goods; never below ten. */
export function bidPeriodDaysMin(claims: ReductionClaims, day: CivilDate): number {
  const usual = periodOn('bidPeriodDaysMin', day).value;
  const floor = periodOn('bidPeriodFloorDaysMin', day).value;
  const counted = claims.reductions.filter((one) => conditionHolds(one, claims, day)).map((one) => one.ground);
  if (counted.some((ground) => !electronicMeans.includes(ground))) return floor;
  const means = electronicMeans.filter((ground) => counted.includes(ground)).length;
  return Math.max(floor, usual - means * periodOn('bidPeriodReductionDays', day).value);
}

/**
 * Whether a circumstance is what its code says: documents by electronic means from the day of the notice; a planned notice of 40 days to 12
 * months before it; commercial goods bought by all three electronic means. `day` is that of the documents' issue.
 */
function conditionHolds({ ground, plannedNoticeOn }: Reduction, claims: ReductionClaims, day: CivilDate): boolean {
  if (ground === 'plannedNotice') return isPlannedInTime(plannedNoticeOn, claims.noticePublishedOn, day);
  if (ground === 'eDocuments') return claims.noticePublishedOn === null || day <= claims.noticePublishedOn;
  if (ground === 'commercial')
    return electronicMeans.every((means) =>
      claims.reductions.some((one) => one.ground === means && conditionHolds(one, claims, day)),
    );
  return true;
}

function isPlannedInTime(plannedOn: CivilDate | null, noticeOn: CivilDate | null, day: CivilDate): boolean {
  if (plannedOn === null || noticeOn === null) return false;
  const { earliestOn, latestOn } = plannedNoticeWindow(noticeOn, day);
  return earliestOn <= plannedOn && plannedOn <= latestOn;
}

/** The days on which a planned notice (采购意向公开) may have been published to count for a notice of `noticeOn`, both included. */
export function plannedNoticeWindow(noticeOn: CivilDate, day: CivilDate): { earliestOn: CivilDate; latestOn: CivilDate } {
  return {
    earliestOn: addYears(noticeOn, -periodOn('plannedNoticeYearsMax', day).value),
    latestOn: addDays(noticeOn, -periodOn('plannedNoticeDaysMin', day).value),
  };
}

/** Paths of what the claims lack in form: a justification of some length and an approver, for each of them (rulebook G10). */
export function formalDefects({ reductions }: ReductionClaims, day: CivilDate): string[] {
  const min = countOn('justificationCharsMin', day).value;
  return reductions.flatMap(({ justification, approver }, index) => [
    ...([...(justification ?? '')].length >= min ? [] : [`reductions/${index}/justification`]),
    ...(approver === null ? [`reductions/${index}/approver`] : []),
  ]);
}

/** Paths of claims that do not count because their circumstance is not what their code says. */
export function failedConditions(claims: ReductionClaims, day: CivilDate): string[] {
  return claims.reductions.flatMap((one, index) =>
    conditionHolds(one, claims, day)
      ? []
      : [`reductions/${index}/${one.ground === 'plannedNotice' ? 'plannedNoticeOn' : 'ground'}`],
  );
}
