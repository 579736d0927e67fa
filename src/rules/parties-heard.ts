import { breach, type Bilingual, type Breaches, type Derivation } from './breach.js';
import { addWorkingDays, firstYearMissing, workingDays, type Calendar } from './calendar.js';
import { civilDateOf, type CivilDate, type Instant } from './moment.js';
import { periodOn, type PeriodId } from './periods.js';

/** 94号令 art. 22, from memory and so policy: a respondent explains itself within 5 working days of getting the copy of the complaint. */
export function explanationDueOn(args: { toldAt: Instant; calendar: Calendar }): Derivation {
  return workingDaysFrom('respondentExplanationWorkingDaysMax', args.toldAt, args.calendar);
}

/** CPTPP art. 15.19.5(c): the complainant may reply to the explanations before the decision; the days for it are policy. */
export function rejoinderDueOn(args: { deliveredAt: Instant; calendar: Calendar }): Derivation {
  return workingDaysFrom('rejoinderWorkingDaysMax', args.deliveredAt, args.calendar);
}

/** A late explanation is taken until the decision, with a warning. */
export function explanationIsInTime(args: { dueOn: Derivation; submittedAt: Instant }): Breaches {
  const { dueOn, submittedAt } = args;
  if (dueOn.result === null || civilDateOf(submittedAt) <= dueOn.result) return [];
  return [breach('complaint.explanation-late', { explanationDueOn: dueOn.result }, { derivation: dueOn })];
}

export interface Respondent {
  name: Bilingual;
  /** When it got the copy of the complaint. */
  toldAt: Instant;
  explained: boolean;
}

/** The last of the explanations; `deliveredAt` is null until the complainant has it, and `answered` true once it has replied or waived that. */
export interface LastExplanation {
  deliveredAt: Instant | null;
  answered: boolean;
}

/**
 * CPTPP art. 15.19.5(c), GPA art. XVIII: nothing is decided while a respondent may still explain itself, or the complainant still reply to what they
 * said. Where a due date is not known yet, the time still runs.
 */
export function partiesAreHeard(args: {
  respondents: readonly Respondent[];
  last: LastExplanation | null;
  now: Instant;
  calendar: Calendar;
}): Breaches {
  const { last, now, calendar } = args;
  const awaited = args.respondents.flatMap(({ name, toldAt, explained }): Awaited[] => {
    const dueOn = explanationDueOn({ toldAt, calendar }).result;
    return explained || isOver(dueOn, now) ? [] : [{ who: name, what: explanation, dueOn }];
  });
  if (last !== null && !last.answered) {
    const dueOn = last.deliveredAt === null ? null : rejoinderDueOn({ deliveredAt: last.deliveredAt, calendar }).result;
    if (!isOver(dueOn, now)) awaited.push({ who: complainant, what: rejoinder, dueOn });
  }
  if (awaited.length === 0) return [];
  return [breach('complaint.not-heard', { waiting: awaited.map(described), dueOn: awaited.map((one) => one.dueOn) })];
}

/** A hearing (听证) is called some working days ahead; the day of the call is not counted. */
export function hearingIsAnnounced(args: { calledAt: Instant; heldAt: Instant; calendar: Calendar }): Breaches {
  const calledOn = civilDateOf(args.calledAt);
  const daysMin = periodOn('hearingNoticeWorkingDaysMin', calledOn).value;
  const earliestOn = addWorkingDays(args.calendar, calledOn, daysMin);
  const pointer = '#/at';
  if (earliestOn === null)
    return [breach('calendar.year-missing', { year: firstYearMissing(args.calendar, calledOn) }, { pointer })];
  if (civilDateOf(args.heldAt) >= earliestOn) return [];
  return [breach('complaint.hearing-notice-short', { daysMin, earliestOn }, { pointer })];
}

interface Awaited {
  who: Bilingual;
  what: Bilingual;
  dueOn: CivilDate | null;
}

const complainant = { zh: '投诉人', en: 'the complainant' };
const explanation = { zh: '的书面说明', en: 'the explanation by' };
const rejoinder = { zh: '对说明的答复', en: 'the reply to the explanations by' };

function described({ who, what, dueOn }: Awaited): Bilingual {
  return {
    zh: `${who.zh}${what.zh}（至${dueOn ?? '待定'}）`,
    en: `${what.en} ${who.en} (until ${dueOn ?? 'a day not known yet'})`,
  };
}

function isOver(dueOn: CivilDate | null, now: Instant): boolean {
  return dueOn !== null && civilDateOf(now) > dueOn;
}

function workingDaysFrom(id: PeriodId, at: Instant, calendar: Calendar): Derivation {
  const from = civilDateOf(at);
  const period = periodOn(id, from);
  return workingDays({ article: 60, force: period.force, from, days: period.value, calendar });
}
