import type { Derivation } from './breach.js';
import { calendarDays, rollToWorkingDay, type Calendar } from './calendar.js';
import { civilDateOf, type CivilDate, type Instant } from './moment.js';
import { addMonths } from './months.js';
import { periodOn } from './periods.js';

export const proceedingKinds = ['reconsideration', 'litigation'] as const;
export type ProceedingKind = (typeof proceedingKinds)[number];

/** 行政复议法 art. 20: the last day for administrative reconsideration (行政复议) of a decision. */
export function reconsiderationLastDay(decidedAt: Instant, calendar: Calendar): Derivation {
  const from = civilDateOf(decidedAt);
  const period = periodOn('reconsiderationDaysMax', from);
  return calendarDays({ article: 60, force: period.force, from, days: period.value, calendar });
}

/** The last day for an action before the court (行政诉讼), from memory and so policy: six months, to the corresponding day, rolled off a holiday. */
export function litigationLastDay(decidedAt: Instant, calendar: Calendar): Derivation {
  const from = civilDateOf(decidedAt);
  const { force, value } = periodOn('litigationMonthsMax', from);
  const unrolled = addMonths(from, value);
  const result = rollToWorkingDay(calendar, unrolled);
  const ending = endingOf(unrolled, result);
  return {
    article: 60,
    force,
    from,
    days: value,
    unit: 'months',
    ...(result === unrolled ? {} : { unrolled }),
    result,
    arithmetic: {
      zh: `${from} + ${value}个月 = ${unrolled}${ending.zh}`,
      en: `${from} + ${value} months = ${unrolled}${ending.en}`,
    },
  };
}

function endingOf(unrolled: CivilDate, result: CivilDate | null): { zh: string; en: string } {
  if (result === null) return { zh: '（该年度工作日历尚未载入）', en: " (that year's working-day calendar is not loaded)" };
  return result === unrolled ? { zh: '', en: '' } : { zh: `（顺延至 ${result}）`, en: ` (rolled to ${result})` };
}
