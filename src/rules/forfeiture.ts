import { breach, type Bilingual, type Breaches, type Derivation } from './breach.js';
import { workingDays, type Calendar } from './calendar.js';
import { statementTimeIsOver } from './exclusion-hearing.js';
import { civilDateOf, type CivilDate, type Instant } from './moment.js';
import { periodOn } from './periods.js';

/** Why a security is kept (不予退还): 招标投标法实施条例 arts. 35 and 74 of a tender security, 招标投标法 art. 60 of a performance security. */
export const forfeitureGrounds = [
  'withdrawn-after-deadline',
  'contract-refused',
  'conditions-added',
  'performance-security-withheld',
  'contract-not-performed',
] as const;
export type ForfeitureGround = (typeof forfeitureGrounds)[number];

export const forfeitureStates = ['notified', 'stated', 'forfeited', 'dropped'] as const;
export type ForfeitureState = (typeof forfeitureStates)[number];

/** The security that is to be kept, as the record knows it. */
export interface HeldSecurity {
  kind: 'tender' | 'performance';
  /** Whether its bid is the one that the award in force goes to. */
  ofWinner: boolean;
}

const misfits = {
  tenderOnly: { zh: '该情形只适用于投标保证金', en: 'it is a ground for a tender security only' },
  performanceOnly: { zh: '该情形只适用于履约保证金', en: 'it is a ground for a performance security only' },
  winnerOnly: { zh: '该情形只适用于中标人', en: 'it is a ground against the winner only' },
} satisfies Record<string, Bilingual>;

/** A ground fits the kind of the security; all but a withdrawal are open against the winner alone. */
export function forfeitureIsGrounded(ground: ForfeitureGround, { kind, ofWinner }: HeldSecurity): Breaches {
  const reason = misfitOf(ground, kind, ofWinner);
  return reason === null ? [] : [breach('security.forfeiture-ungrounded', { ground, reason }, { pointer: '#/ground' })];
}

function misfitOf(ground: ForfeitureGround, kind: HeldSecurity['kind'], ofWinner: boolean): Bilingual | null {
  const ofPerformance = ground === 'contract-not-performed';
  if (ofPerformance !== (kind === 'performance')) return ofPerformance ? misfits.performanceOnly : misfits.tenderOnly;
  return ofPerformance || ground === 'withdrawn-after-deadline' || ofWinner ? null : misfits.winnerOnly;
}

/** Policy: the last day for the supplier's statement (陈述) before its security is kept; without a result where a year's calendar is missing. */
export function forfeitureStatementDue(notifiedAt: Instant, calendar: Calendar): Derivation {
  const from = civilDateOf(notifiedAt);
  const { force, value } = periodOn('forfeitureStatementWorkingDays', from);
  return workingDays({ article: 59, force, from, days: value, calendar });
}

/** Policy: nothing is kept of a supplier that could not speak first: its statement is there, or its time is over. */
export function forfeitureWasHeard({ stated, due }: { stated: boolean; due: Derivation }, now: Instant): Breaches {
  if (stated || statementTimeIsOver(due, now)) return [];
  return [breach('security.forfeiture-not-heard', { statementDueOn: due.result }, { derivation: due })];
}

export function forfeitureStatementIsInTime(due: Derivation, now: Instant): Breaches {
  return statementTimeIsOver(due, now)
    ? [breach('security.statement-late', { statementDueOn: due.result }, { derivation: due })]
    : [];
}

/** What is being decided on, or was kept, is neither refunded nor extended, and not taken up a second time. */
export function securityIsFree(forfeiture: ForfeitureState | null): Breaches {
  return forfeiture === null || forfeiture === 'dropped' ? [] : [breach('security.forfeiture-open', { state: forfeiture })];
}

/** Policy: an extension of validity (延长有效期) makes it last longer. */
export function extensionIsLater(before: CivilDate, after: CivilDate): Breaches {
  return after > before ? [] : [breach('security.extension-not-later', { before, after }, { pointer: '#/validUntil' })];
}
