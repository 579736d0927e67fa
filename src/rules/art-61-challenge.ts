import { breach, type Breaches, type Derivation } from './breach.js';
import { calendarDays, laterOf, workingDays, type Calendar } from './calendar.js';
import { pendingOf, type ArticleEvaluation } from './evaluate-types.js';
import type { Facts } from './facts.js';
import { civilDateOf, daysBetween, type CivilDate, type Instant } from './moment.js';
import { periodOn } from './periods.js';
import { tracks, type Track } from './track.js';

const knowledgeEvents = ['published', 'delivered', 'downloaded', 'stageEnded', 'resultNoticeEnded'] as const;

/** What shows that a supplier knew, or should have known, on a civil day. */
export interface Knowledge {
  event: (typeof knowledgeEvents)[number];
  on: CivilDate;
}

/**
 * Art. 61: the day on which the supplier knew or should have known: the earliest provable one. Where the result-notice period has
 * ended, the publication of that notice does not count beside it: 实施条例 art. 53 fixes the end of its period as the day for results.
 * Null where nothing shows knowledge.
 */
export function challengeStartsOn(knowledge: readonly Knowledge[]): CivilDate | null {
  const resultNotice = knowledge.some((one) => one.event === 'resultNoticeEnded');
  const counted = knowledge.filter((one) => !(resultNotice && one.event === 'published'));
  return counted.map((one) => one.on).sort()[0] ?? null;
}

/**
 * The last day on which a challenge (质疑) is accepted, to 24:00 of Shanghai: the later of the plan's 10 days (rolled off a holiday) and
 * the national 7 working days (rulebook P5); in works the 10 days alone (P8). The parts are in that order. The result is null where a
 * calendar year is missing, and where nothing shows knowledge: the period has then not begun.
 */
export function challengeWindow(args: { knowledge: readonly Knowledge[]; track: Track; calendar: Calendar }): Derivation {
  const from = challengeStartsOn(args.knowledge);
  return from === null ? notBegun : challengeWindowFrom({ from, track: args.track, calendar: args.calendar });
}

/** The same, counted from a known day. */
export function challengeWindowFrom(args: { from: CivilDate; track: Track; calendar: Calendar }): Derivation {
  const { from, calendar } = args;
  const plan = periodOn('challengeDaysMax', from);
  const ten = calendarDays({ article: 61, force: plan.force, from, days: plan.value, calendar });
  if (args.track === 'works') return { ...ten, parts: [ten] };
  const national = periodOn('challengeWorkingDaysMax', from);
  const seven = workingDays({ article: 61, force: national.force, from, days: national.value, calendar });
  return laterOf(61, 'policy', ten, seven);
}

const notBegun: Derivation = {
  article: 61,
  force: 'plan',
  from: '',
  days: periodOn('challengeDaysMax', '2023-11-26').value,
  unit: 'calendarDays',
  result: null,
  arithmetic: { zh: '尚无知悉事件，期间未开始。', en: 'Nothing shows knowledge yet; the period has not begun.' },
  parts: [],
};

/** The last day of the period for which a result notice stands; a challenge to the result counts from it (实施条例 art. 53). */
export function resultNoticeEndsOn(args: { noticeOn: CivilDate; calendar: Calendar }): Derivation {
  const period = periodOn('resultNoticeWorkingDays', args.noticeOn);
  return workingDays({ article: 61, force: period.force, from: args.noticeOn, days: period.value, calendar: args.calendar });
}

/** Art. 61: the challenge comes on the last day at the latest. Without a last day it is provisionally in time (rulebook P11). */
export function challengeIsInTime(args: { window: Derivation; submittedAt: Instant }): Breaches {
  const { window } = args;
  const submittedOn = civilDateOf(args.submittedAt);
  if (window.result === null || submittedOn <= window.result) return [];
  const facts = { submittedOn, submittedAt: args.submittedAt, startsOn: window.from, lastDay: window.result };
  return [breach('challenge.out-of-time', facts, { pointer: '#/submittedAt', derivation: window })];
}

/** 实施条例 of the Tendering Law: in works an objection to the documents should come some days before the deadline. A warning (rulebook P8). */
export function worksObjectionIsEarly(args: { submittedAt: Instant; bidsCloseAt: Instant; track: Track }): Breaches {
  const submittedOn = civilDateOf(args.submittedAt);
  const daysMin = periodOn('worksObjectionDaysMin', submittedOn).value;
  const days = daysBetween(submittedOn, civilDateOf(args.bidsCloseAt));
  if (args.track !== 'works' || days >= daysMin) return [];
  return [breach('challenge.works-objection-late', { submittedOn, daysMin, days }, { severity: 'warning' })];
}

/** 实施条例 arts. 52 and 53: only a supplier that takes part, or shows that it means to, may challenge. */
export function challengerIsParticipant(supplier: { takesPart: boolean; meansToTakePart: boolean }): Breaches {
  return supplier.takesPart || supplier.meansToTakePart ? [] : [breach('challenge.not-participant')];
}

/** What evaluate asks: when the period starts and ends, and whether a challenge is in time. */
export const evaluate61: ArticleEvaluation = (facts, { calendar }) => {
  facts.only('knownOn', 'knowledge', 'track', 'submittedAt');
  const from = startOf(facts);
  const track = facts.oneOfOrNull('track', tracks) ?? 'goodsServices';
  const submittedAt = facts.instantOrNull('submittedAt');
  const window = challengeWindowFrom({ from, track, calendar });
  return {
    breaches: submittedAt === null ? [] : challengeIsInTime({ window, submittedAt }),
    computed: {
      startsOn: from,
      tenDaysOn: window.parts?.[0]?.result ?? null,
      sevenWorkingDaysOn: window.parts?.[1]?.result ?? null,
      lastDay: window.result,
    },
    ...pendingOf(window),
  };
};

/** Either the day itself or the events that show it: both together would leave open which one counts. */
function startOf(facts: Facts): CivilDate {
  if (!facts.has('knowledge')) return facts.date('knownOn');
  if (facts.has('knownOn')) facts.only('knowledge', 'track', 'submittedAt');
  const events = facts.children('knowledge').map((one) => {
    one.only('event', 'on');
    return { event: one.oneOf('event', knowledgeEvents), on: one.date('on') };
  });
  return challengeStartsOn(events) ?? facts.date('knownOn');
}
