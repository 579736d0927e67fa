import type { Breaches, Derivation } from './breach.js';
import type { Calendar } from './calendar.js';
import type { Facts } from './facts.js';
import type { Instant } from './moment.js';

/** What this platform decides where the texts leave it open (rulebook section 0a). */
export interface Policy {
  /** P12: whether a conflict of the plan with national law (arts. 48 and 51) warns or refuses. */
  nationalConflicts: 'warn' | 'block';
}

/** All that a rule may know beside the facts: the moment, the working-day calendar, the platform's choices. */
export interface LawContext {
  at: Instant;
  calendar: Calendar;
  policy: Policy;
}

export interface Evaluation {
  breaches: Breaches;
  computed: Record<string, unknown>;
  pending?: string[];
}

export type ArticleEvaluation = (facts: Facts, context: LawContext) => Evaluation;

/** P11: names what is not known yet where a date among `dates` needs a calendar year that is not loaded; dates that do not apply are left out by the caller. */
export function pendingOf(...dates: (Derivation | null)[]): { pending?: string[] } {
  return dates.some((one) => one !== null && one.result === null) ? { pending: ['calendarYearMissing'] } : {};
}

/** Each name once, of all that is not known yet. */
export function pendingTogether(...parts: readonly { pending?: string[] }[]): { pending?: string[] } {
  const names = [...new Set(parts.flatMap((one) => one.pending ?? []))];
  return names.length === 0 ? {} : { pending: names };
}
