import { addMonths } from './months.js';
import type { CivilDate, Instant } from './moment.js';
import { civilDateOf } from './moment.js';
import { periodOn } from './periods.js';

/** A complaint that was decided: how, and when. */
export interface DecidedComplaint {
  id: string;
  outcome: 'upheld' | 'partly-upheld' | 'rejected' | 'dismissed';
  ground: 'inadmissible' | 'no-factual-basis' | 'false-material' | 'evidence-illegal' | null;
  decidedAt: Instant;
}

/** 94号令 art. 37, from memory, so policy: rejected, or dismissed for more than its form. */
export function isUnproven({ outcome, ground }: Pick<DecidedComplaint, 'outcome' | 'ground'>): boolean {
  return outcome === 'rejected' || (outcome === 'dismissed' && ground !== 'inadmissible');
}

/**
 * Those that a person looks at: the unproven ones within twelve months to the day of the latest, the day of each not counted (rulebook G2), where they
 * are three or more; none otherwise. The oldest first.
 */
export function unprovenTogether(decided: readonly DecidedComplaint[]): string[] {
  const unproven = decided
    .filter(isUnproven)
    .map(({ id, decidedAt }) => ({ id, on: civilDateOf(decidedAt) }))
    .sort((left, right) => (left.on < right.on ? -1 : 1));
  const latest = unproven.at(-1)?.on;
  if (latest === undefined) return [];
  const counted = unproven.filter((one) => latest <= lastDayFor(one.on));
  return counted.length < periodOn('unprovenComplaintsMax', latest).value ? [] : counted.map((one) => one.id);
}

/** The last day on which another one counts together with one of this day. */
function lastDayFor(on: CivilDate): CivilDate {
  return addMonths(on, periodOn('unprovenComplaintsMonths', on).value);
}
