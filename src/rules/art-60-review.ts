import { breach, type Breaches, type Derivation } from './breach.js';
import { calendarDays, workingDays, type Calendar } from './calendar.js';
import { pendingOf, type ArticleEvaluation } from './evaluate-types.js';
import { following } from './following.js';
import { civilDateOf, compareInstants, type CivilDate, type Instant } from './moment.js';
import { periodOn, type PeriodId } from './periods.js';
import { reviewerIsIndependent } from './reviewer-independence.js';
import { tracks, type Track } from './track.js';

/** 采购法 art. 53: the procuring entity replies to a challenge (质疑) within 7 working days of receiving it. */
export function replyDueOn(args: { receivedAt: Instant; calendar: Calendar }): Derivation {
  return workingDaysFrom('replyWorkingDaysMax', civilDateOf(args.receivedAt), args.calendar);
}

/**
 * The last day for a complaint (投诉), to 24:00 of Shanghai. 采购法 art. 55: 15 working days after the reply period expires; an early
 * reply does not start the clock. Works (rulebook P8): 10 days, rolled, after the reply, or after the reply period where no reply came in it.
 */
export function complaintLastDay(args: {
  challengeReceivedAt: Instant;
  repliedAt: Instant | null;
  track: Track;
  calendar: Calendar;
}): Derivation {
  const { calendar, track } = args;
  const replyDue = replyDueOn({ receivedAt: args.challengeReceivedAt, calendar });
  if (track === 'goodsServices') return following(replyDue, (from) => workingDaysFrom('complaintWorkingDaysMax', from, calendar));
  const repliedOn = args.repliedAt === null ? null : civilDateOf(args.repliedAt);
  const inPeriod = repliedOn !== null && (replyDue.result === null || repliedOn <= replyDue.result);
  return inPeriod ? worksDaysFrom(repliedOn, calendar) : following(replyDue, (from) => worksDaysFrom(from, calendar));
}

function worksDaysFrom(from: CivilDate, calendar: Calendar): Derivation {
  const period = periodOn('worksComplaintDaysMax', from);
  return calendarDays({ article: 60, force: period.force, from, days: period.value, calendar });
}

function workingDaysFrom(id: PeriodId, from: CivilDate, calendar: Calendar): Derivation {
  const period = periodOn(id, from);
  return workingDays({ article: 60, force: period.force, from, days: period.value, calendar });
}

/** 采购法 art. 55: the complaint comes on its last day at the latest; provisionally in time where a calendar year is missing (rulebook P11). */
export function complaintIsInTime(args: { lastDay: Derivation; receivedAt: Instant }): Breaches {
  const { lastDay } = args;
  const submittedOn = civilDateOf(args.receivedAt);
  if (lastDay.result === null || submittedOn <= lastDay.result) return [];
  const facts = { submittedOn, receivedAt: args.receivedAt, lastDay: lastDay.result };
  return [breach('complaint.out-of-time', facts, { pointer: '#/complaintReceivedAt', derivation: lastDay })];
}

/**
 * 采购法 art. 55: a complaint needs a challenge first, and its reply or the end of the reply period. Where a calendar year is missing,
 * that end is not known and the complaint is not refused for it (rulebook P11).
 */
export function challengeIsExhausted(args: {
  challengeReceivedAt: Instant | null;
  repliedAt: Instant | null;
  complaintReceivedAt: Instant;
  calendar: Calendar;
}): Breaches {
  const { challengeReceivedAt, repliedAt, complaintReceivedAt } = args;
  const pointer = '#/complaintReceivedAt';
  if (challengeReceivedAt === null || compareInstants(complaintReceivedAt, challengeReceivedAt) < 0)
    return [breach('complaint.not-exhausted', { challengeReceivedAt }, { pointer })];
  if (repliedAt !== null && compareInstants(repliedAt, complaintReceivedAt) <= 0) return [];
  const replyDue = replyDueOn({ receivedAt: challengeReceivedAt, calendar: args.calendar });
  if (replyDue.result === null || civilDateOf(complaintReceivedAt) > replyDue.result) return [];
  const facts = { challengeReceivedAt, replyDueOn: replyDue.result };
  return [breach('complaint.not-exhausted', facts, { pointer, derivation: replyDue })];
}

/** 实施条例 art. 55: a complaint raises no matter that was not challenged, except what the reply itself gave rise to. */
export function complaintStaysInScope(matters: {
  complained: readonly string[];
  challenged: readonly string[];
  arisingFromReply?: readonly string[];
}): Breaches {
  const known = new Set([...matters.challenged, ...(matters.arisingFromReply ?? [])]);
  const fresh = matters.complained.filter((one) => !known.has(one));
  return fresh.length === 0 ? [] : [breach('complaint.new-matter', { matters: fresh }, { pointer: '#/matters' })];
}

/** 94号令 art. 21: whether the complaint is admissible is said within 5 working days of receiving it, on both tracks (rulebook P8). */
export function admissibilityDueOn(args: { receivedAt: Instant; calendar: Calendar }): Derivation {
  return workingDaysFrom('admissibilityWorkingDaysMax', civilDateOf(args.receivedAt), args.calendar);
}

/** 94号令 art. 21: the respondents get a copy of the complaint within 8 working days of its receipt. */
export function respondentNoticeDueOn(args: { receivedAt: Instant; calendar: Calendar }): Derivation {
  return workingDaysFrom('respondentNoticeWorkingDaysMax', civilDateOf(args.receivedAt), args.calendar);
}

/** 采购法 art. 56: the decision comes within 30 working days of receipt; in works of acceptance (rulebook P8). Null where that has not happened. */
export function decisionDueOn(args: {
  receivedAt: Instant;
  acceptedAt: Instant | null;
  track: Track;
  calendar: Calendar;
}): Derivation | null {
  if (args.track === 'goodsServices')
    return workingDaysFrom('decisionWorkingDaysMax', civilDateOf(args.receivedAt), args.calendar);
  if (args.acceptedAt === null) return null;
  return workingDaysFrom('worksDecisionWorkingDaysMax', civilDateOf(args.acceptedAt), args.calendar);
}

/** 采购法 art. 57: a suspension lasts 30 days at most; a cap is never rolled, so no calendar is needed. */
export function suspensionEndsOn(args: { orderedOn: CivilDate }): Derivation {
  const period = periodOn('suspensionDaysMax', args.orderedOn);
  return calendarDays({ article: 60, force: period.force, from: args.orderedOn, days: period.value });
}

/** 采购法 art. 57: a suspension ends within the cap. */
export function suspensionIsShortEnough(args: { orderedOn: CivilDate; endsOn: CivilDate }): Breaches {
  const latest = suspensionEndsOn({ orderedOn: args.orderedOn });
  if (args.endsOn <= (latest.result as string)) return [];
  const facts = { endsOn: args.endsOn, latestOn: latest.result, daysMax: latest.days };
  return [breach('complaint.suspension-too-long', facts, { pointer: '#/endsOn', derivation: latest })];
}

/** What evaluate asks: every due date of the way from challenge to decision, and whether the review body is independent. */
export const evaluate60: ArticleEvaluation = (facts, { calendar }) => {
  facts.only(...factNames);
  const body = facts.child('reviewBody');
  body.only('id', 'controls', 'controlledBy');
  const reviewBody = { id: body.text('id'), controls: body.texts('controls'), controlledBy: body.texts('controlledBy') };
  const independence = reviewerIsIndependent({
    procurerId: facts.text('procurerId'),
    reviewBody,
    agencyId: facts.textOrNull('agencyId'),
  });
  const challengeReceivedAt = facts.instant('challengeReceivedAt');
  const complaintReceivedAt = facts.instantOrNull('complaintReceivedAt');
  const acceptedAt = facts.instantOrNull('acceptedAt');
  const suspendedOn = facts.dateOrNull('suspendedOn');
  const track = facts.oneOf('track', tracks);
  const replyDue = replyDueOn({ receivedAt: challengeReceivedAt, calendar });
  const lastDay = complaintLastDay({ challengeReceivedAt, repliedAt: null, track, calendar });
  const received = complaintReceivedAt === null ? null : { receivedAt: complaintReceivedAt, calendar };
  const admissibility = received && admissibilityDueOn(received);
  const decision = received && decisionDueOn({ ...received, acceptedAt, track });
  return {
    breaches: [...independence, ...timing({ challengeReceivedAt, complaintReceivedAt, lastDay, calendar })],
    computed: {
      replyDueOn: replyDue.result,
      complaintLastDay: lastDay.result,
      admissibilityDueOn: admissibility?.result ?? null,
      decisionDueOn: decision?.result ?? null,
      suspensionEndsOn: suspendedOn === null ? null : suspensionEndsOn({ orderedOn: suspendedOn }).result,
      independent: independence.length === 0,
    },
    ...pendingOf(replyDue, lastDay, admissibility, decision),
  };
};

const factNames = [
  'challengeReceivedAt',
  'complaintReceivedAt',
  'suspendedOn',
  'procurerId',
  'reviewBody',
  'agencyId',
  'acceptedAt',
  'track',
] as const;

/** The facts do not say whether a reply came: inside the reply period a complaint is only warned about, before the challenge it is refused. */
function timing(args: {
  challengeReceivedAt: Instant;
  complaintReceivedAt: Instant | null;
  lastDay: Derivation;
  calendar: Calendar;
}): Breaches {
  const { challengeReceivedAt, complaintReceivedAt, lastDay, calendar } = args;
  if (complaintReceivedAt === null) return [];
  const early = compareInstants(complaintReceivedAt, challengeReceivedAt) < 0;
  const exhaustion = challengeIsExhausted({ challengeReceivedAt, repliedAt: null, complaintReceivedAt, calendar });
  return [
    ...exhaustion.map((one) => (early ? one : { ...one, severity: 'warning' as const })),
    ...complaintIsInTime({ lastDay, receivedAt: complaintReceivedAt }),
  ];
}
