import { challengeWindow, resultNoticeEndsOn } from './art-61-challenge.js';
import { breach, type Breaches, type Derivation } from './breach.js';
import { calendarDays, firstYearMissing, laterOf, type Calendar } from './calendar.js';
import { following } from './following.js';
import { addDays, civilDateOf, isBefore, startOfDay, type CivilDate, type Instant } from './moment.js';
import { periodOn } from './periods.js';
import { countOn } from './thresholds.js';
import type { Track } from './track.js';

/**
 * Rulebook P6: the last day on which no contract may be signed: the later of award notice + 10 days (a minimum, not rolled) and the last
 * day of the art. 61 window for the result, counted from the end of the result-notice period. Null where a calendar year is missing:
 * the standstill then does not end.
 */
export function standstillEndsOn(args: { awardNoticeAt: Instant; track: Track; calendar: Calendar }): Derivation {
  const { track, calendar } = args;
  const noticeOn = civilDateOf(args.awardNoticeAt);
  const period = periodOn('standstillDaysMin', noticeOn);
  const days = calendarDays({ article: 60, force: period.force, from: noticeOn, days: period.value });
  const challenge = following(resultNoticeEndsOn({ noticeOn, calendar }), (on) =>
    challengeWindow({ knowledge: [{ event: 'resultNoticeEnded', on }], track, calendar }),
  );
  return laterOf(60, 'policy', days, challenge);
}

/** The first instant at which a contract may be signed; null where the standstill does not end. */
export function contractPossibleAt(args: { awardNoticeAt: Instant; track: Track; calendar: Calendar }): Instant | null {
  const { result } = standstillEndsOn(args);
  return result === null ? null : startOfDay(addDays(result, 1));
}

/** Rulebook P6, P11: no contract before the standstill has ended; where a calendar year is missing, the refusal names that too. */
export function standstillIsOver(args: { awardNoticeAt: Instant; track: Track; calendar: Calendar; now: Instant }): Breaches {
  const derivation = standstillEndsOn(args);
  const endsOn = derivation.result;
  if (endsOn !== null && !isBefore(args.now, startOfDay(addDays(endsOn, 1)))) return [];
  const running = breach('contract.standstill-running', { endsOn }, { derivation });
  if (endsOn !== null) return [running];
  return [running, breach('calendar.year-missing', { year: firstYearMissing(args.calendar, derivation.from) }, { derivation })];
}

/** Rulebook P14, 实施条例 art. 54: no contract while a challenge or complaint that may affect the result is open. */
export function noReviewIsOpen(open: { challenges: readonly string[]; complaints: readonly string[] }): Breaches {
  if (open.challenges.length + open.complaints.length === 0) return [];
  return [breach('contract.challenge-open', { ...open })];
}

/** 采购法 art. 46: the thirty days in which the contract is signed, a cap that does not roll (G4). */
export function signingPeriod(awardNoticeAt: Instant): Derivation {
  const from = civilDateOf(awardNoticeAt);
  const { force, value: days } = periodOn('contractDaysMax', from);
  return calendarDays({ article: 60, force, from, days });
}

/**
 * 采购法 art. 46: the contract is signed within thirty days of the award notice. Later, it needs a reason, which
 * turns the refusal into a warning: days on which a challenge, a complaint or a suspension barred the contract are the parties' to name.
 */
export function contractIsSignedInTime(args: { awardNoticeAt: Instant; signedAt: Instant; lateReason: string | null }): Breaches {
  const signedOn = civilDateOf(args.signedAt);
  const derivation = signingPeriod(args.awardNoticeAt);
  const { days } = derivation;
  const lastOn = derivation.result as CivilDate;
  if (signedOn <= lastOn) return [];
  const charsMin = countOn('justificationCharsMin', signedOn).value;
  const explained = [...(args.lateReason ?? '').trim()].length >= charsMin;
  return [
    breach(
      'contract.signed-late',
      { signedOn, lastOn, days, charsMin },
      { pointer: '#/lateReason', derivation, severity: explained ? 'warning' : 'refusal' },
    ),
  ];
}
