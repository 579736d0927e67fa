import { breach, type Breaches, type Derivation } from './breach.js';
import { workingDays, type Calendar } from './calendar.js';
import { addDays, civilDateOf, isBefore, startOfDay, type Instant } from './moment.js';
import { periodOn } from './periods.js';

/** Policy on art. 54: the last day for the supplier's statement (陈述); without a result where the calendar of a year is missing (rulebook P11). */
export function statementDueOn(args: { notifiedAt: Instant; calendar: Calendar }): Derivation {
  const from = civilDateOf(args.notifiedAt);
  const { force, value } = periodOn('exclusionStatementWorkingDays', from);
  return workingDays({ article: 54, force, from, days: value, calendar: args.calendar });
}

/** The first instant at which a statement is late and a decision possible without one; null where the period does not end. */
export function statementEndsAt({ result }: Derivation): Instant | null {
  return result === null ? null : startOfDay(addDays(result, 1));
}

/** A hearing as it stands: whether the supplier has spoken, and until when it may. */
export interface Hearing {
  stated: boolean;
  due: Derivation;
}

/** Nobody is excluded who could not speak first: the statement is there, or its time is over. */
export function supplierWasHeard({ stated, due }: Hearing, now: Instant): Breaches {
  return stated || statementTimeIsOver(due, now)
    ? []
    : [breach('exclusion.not-heard', { statementDueOn: due.result }, { derivation: due })];
}

export function statementIsInTime(due: Derivation, now: Instant): Breaches {
  if (!statementTimeIsOver(due, now)) return [];
  return [breach('exclusion.statement-late', { statementDueOn: due.result }, { derivation: due })];
}

/** Art. 54 asks whether a reasonable remedy came in time: where the supplier says so, the decision says whether it did. */
export function remedyIsAnswered(decision: { claimed: boolean; found: boolean | null }): Breaches {
  if (!decision.claimed || decision.found !== null) return [];
  return [breach('exclusion.remedy-unanswered', {}, { pointer: '#/remediedInTime' })];
}

export function statementTimeIsOver(due: Derivation, now: Instant): boolean {
  const endsAt = statementEndsAt(due);
  return endsAt !== null && !isBefore(now, endsAt);
}
