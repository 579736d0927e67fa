import { breach, type Breaches, type Derivation } from './breach.js';
import { workingDays, type Calendar } from './calendar.js';
import { statementTimeIsOver, type Hearing } from './exclusion-hearing.js';
import { civilDateOf, type CivilDate, type Instant } from './moment.js';
import { periodOn } from './periods.js';
import { signingPeriod } from './standstill.js';

/** How the winner refuses (拒绝签订合同): it says so in writing, or the thirty days of 采购法 art. 46 are over without its signature. */
export const refusalGrounds = ['declared', 'not-signed'] as const;
export type RefusalGround = (typeof refusalGrounds)[number];

export const refusalStates = ['notified', 'stated', 'confirmed', 'dropped'] as const;
export type RefusalState = (typeof refusalStates)[number];

/** 采购法 art. 46: while the time to sign runs, nobody has refused by silence; who declares it in writing refuses at once. */
export function refusalIsDue(args: { ground: RefusalGround; awardNoticeAt: Instant; now: Instant }): Breaches {
  if (args.ground === 'declared') return [];
  const derivation = signingPeriod(args.awardNoticeAt);
  const lastOn = derivation.result as CivilDate;
  if (civilDateOf(args.now) > lastOn) return [];
  return [breach('contract-refusal.time-to-sign-runs', { lastOn }, { pointer: '#/ground', derivation })];
}

/** Policy: the last day for the winner's statement (陈述); without a result where a year's calendar is missing. */
export function refusalStatementDue(notifiedAt: Instant, calendar: Calendar): Derivation {
  const from = civilDateOf(notifiedAt);
  const { force, value } = periodOn('refusalStatementWorkingDays', from);
  return workingDays({ article: 60, force, from, days: value, calendar });
}

/** Policy: no award falls before its winner could speak: its statement is there, or its time is over. */
export function winnerWasHeard({ stated, due }: Hearing, now: Instant): Breaches {
  if (stated || statementTimeIsOver(due, now)) return [];
  return [breach('contract-refusal.not-heard', { statementDueOn: due.result }, { derivation: due })];
}

export function refusalStatementIsInTime(due: Derivation, now: Instant): Breaches {
  if (!statementTimeIsOver(due, now)) return [];
  return [breach('contract-refusal.statement-late', { statementDueOn: due.result }, { derivation: due })];
}

/** 实施条例 art. 49: the award goes to the next in rank, and not again to who refused it. */
export function supplierMayTakeAgain(supplierId: string, refusers: readonly string[]): Breaches {
  return refusers.includes(supplierId) ? [breach('award.winner-refused', { supplierId }, { pointer: '#/bidId' })] : [];
}
