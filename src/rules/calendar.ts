import type { Derivation, Force } from './breach.js';
import { addDays, dayNumber, type CivilDate } from './moment.js';

/** `off`: public holidays with the days bridged to them; `work`: weekend days worked in exchange (调休). */
export interface CalendarYear {
  year: number;
  off: readonly CivilDate[];
  work: readonly CivilDate[];
}

export type Calendar = ReadonlyMap<number, CalendarYear>;

/** Rulebook D4, from the State Council's yearly notices. A year that is not here is unknown until a registrar loads it. */
export const knownYears: readonly CalendarYear[] = [
  {
    year: 2025,
    off: [
      ...days('2025-01-01', 1),
      ...days('2025-01-28', 8),
      ...days('2025-04-04', 3),
      ...days('2025-05-01', 5),
      ...days('2025-05-31', 3),
      ...days('2025-10-01', 8),
    ],
    work: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    year: 2026,
    off: [
      ...days('2026-01-01', 3),
      ...days('2026-02-15', 9),
      ...days('2026-04-04', 3),
      ...days('2026-05-01', 5),
      ...days('2026-06-19', 3),
      ...days('2026-09-25', 3),
      ...days('2026-10-01', 7),
    ],
    work: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
];

function days(first: CivilDate, count: number): CivilDate[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}

export function calendarOf(years: readonly CalendarYear[]): Calendar {
  return new Map(years.map((one) => [one.year, one]));
}

/** Rulebook G8: Monday to Friday and no holiday, or a weekend day worked in exchange. Null where the year is not loaded: never guessed. */
export function isWorkingDay(calendar: Calendar, date: CivilDate): boolean | null {
  const year = calendar.get(Number(date.slice(0, 4)));
  if (!year) return null;
  if (year.work.includes(date)) return true;
  if (year.off.includes(date)) return false;
  const weekday = (((dayNumber(date) + 4) % 7) + 7) % 7;
  return weekday >= 1 && weekday <= 5;
}

/** The first year from a day's own on that is not loaded: the one a derivation without result waits for. */
export function firstYearMissing(calendar: Calendar, from: CivilDate): number {
  let year = Number(from.slice(0, 4));
  while (calendar.has(year)) year += 1;
  return year;
}

/** Civil Code art. 203, rulebook G3: the day itself if it is a working day, else the next one; null where a year is not loaded. */
export function rollToWorkingDay(calendar: Calendar, date: CivilDate): CivilDate | null {
  for (let day = date; ; day = addDays(day, 1)) {
    const working = isWorkingDay(calendar, day);
    if (working === null) return null;
    if (working) return day;
  }
}

/** The `days`-th working day after `from`, which is itself not counted (Civil Code art. 201); null where a year is not loaded. */
export function addWorkingDays(calendar: Calendar, from: CivilDate, days: number): CivilDate | null {
  let day = from;
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    const working = isWorkingDay(calendar, day);
    if (working === null) return null;
    if (working) left -= 1;
  }
  return day;
}

/** From + N calendar days. With a calendar the last day rolls off holidays (expiry periods, G3); without one it stands (minimum periods and caps, G4). */
export function calendarDays(args: {
  article: number;
  force: Force;
  from: CivilDate;
  days: number;
  calendar?: Calendar;
}): Derivation {
  const { article, force, from, days: count, calendar } = args;
  const unrolled = addDays(from, count);
  const result = calendar ? rollToWorkingDay(calendar, unrolled) : unrolled;
  const ending = calendar ? rolledText(unrolled, result) : { zh: '', en: '' };
  return {
    article,
    force,
    from,
    days: count,
    unit: 'calendarDays',
    ...(result === unrolled ? {} : { unrolled }),
    result,
    arithmetic: {
      zh: `${from} + ${count}日 = ${unrolled}${ending.zh}`,
      en: `${from} + ${count} ${count === 1 ? 'day' : 'days'} = ${unrolled}${ending.en}`,
    },
  };
}

function rolledText(unrolled: CivilDate, result: CivilDate | null): { zh: string; en: string } {
  if (result === null) return { zh: '（该年度工作日历尚未载入）', en: " (that year's working-day calendar is not loaded)" };
  if (result === unrolled) return { zh: '（工作日，不顺延）', en: ' (a working day, not rolled)' };
  return { zh: `（非工作日，顺延至 ${result}）`, en: ` (not a working day, rolled to ${result})` };
}

/** From + N working days, the day of the event not counted; null result where a year is not loaded. */
export function workingDays(args: {
  article: number;
  force: Force;
  from: CivilDate;
  days: number;
  calendar: Calendar;
}): Derivation {
  const { article, force, from, days: count, calendar } = args;
  const result = addWorkingDays(calendar, from, count);
  const unit = count === 1 ? 'working day' : 'working days';
  return {
    article,
    force,
    from,
    days: count,
    unit: 'workingDays',
    result,
    arithmetic: {
      zh: `${from} + ${count}个工作日 = ${result ?? '待定（该年度工作日历尚未载入）'}`,
      en: `${from} + ${count} ${unit} = ${result ?? "pending (that year's working-day calendar is not loaded)"}`,
    },
  };
}

/** The latest of several dates with each of them as a part; null where any of them is, for the missing one might be the latest. */
export function laterOf(article: number, force: Force, ...parts: [Derivation, ...Derivation[]]): Derivation {
  const missing = parts.find((one) => one.result === null);
  const latest = missing ?? parts.reduce((one, other) => ((other.result as string) > (one.result as string) ? other : one));
  const shown = latest.result ?? null;
  return {
    article,
    force,
    from: latest.from,
    days: latest.days,
    unit: latest.unit,
    ...(latest.unrolled === undefined ? {} : { unrolled: latest.unrolled }),
    result: shown,
    arithmetic: {
      zh: `取较晚者：${parts.map((one) => one.arithmetic.zh).join('；')} → ${shown ?? '待定'}`,
      en: `the later of: ${parts.map((one) => one.arithmetic.en).join('; ')} → ${shown ?? 'pending'}`,
    },
    parts,
  };
}
