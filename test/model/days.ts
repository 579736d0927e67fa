/** The model's own reckoning of time: it shares nothing with the law that it checks. Whole microseconds since 1970. */
export type Micros = number;

/** Civil days of Shanghai since 1970-01-01. */
export type Day = number;

const secondMicros = 1_000_000;
const dayMicros = 86_400 * secondMicros;
const shanghaiMicros = 8 * 3_600 * secondMicros;

export const hour: Micros = 3_600 * secondMicros;
export const seconds = (count: number): Micros => count * secondMicros;
export const days = (count: number): Micros => count * dayMicros;

/** 2026-01-01 and so on, as a day. */
export function day(date: string): Day {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

export function dayOf(time: Micros): Day {
  return Math.floor((time + shanghaiMicros) / dayMicros);
}

/** The first moment of a day. */
export function startOf(on: Day): Micros {
  return on * dayMicros - shanghaiMicros;
}

/** 09:30 in Shanghai. */
export function morningOf(on: Day): Micros {
  return startOf(on) + 9.5 * hour;
}

export function dateOf(on: Day): string {
  return new Date(on * 86_400_000).toISOString().slice(0, 10);
}

/** RFC 3339 in UTC with six decimals. */
export function textOf(time: Micros): string {
  const micros = time % secondMicros;
  return `${new Date((time - micros) / 1_000).toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`;
}

/** The State Council's notice for 2026: holidays as first day and length, and the weekend days worked for them. */
const holidays = (
  [
    ['2026-01-01', 3],
    ['2026-02-15', 9],
    ['2026-04-04', 3],
    ['2026-05-01', 5],
    ['2026-06-19', 3],
    ['2026-09-25', 3],
    ['2026-10-01', 7],
  ] as const
).map(([first, length]) => [day(first), day(first) + length] as const);
const worked = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'].map(day);

function isWorked(on: Day): boolean {
  if (worked.includes(on)) return true;
  if (holidays.some(([first, after]) => on >= first && on < after)) return false;
  const weekday = (on + 4) % 7;
  return weekday !== 0 && weekday !== 6;
}

/** The day itself or the next working day. */
export function rolled(on: Day): Day {
  return isWorked(on) ? on : rolled(on + 1);
}

/** The `count`-th working day after a day. */
export function workingDaysAfter(on: Day, count: number): Day {
  return count === 0 ? on : workingDaysAfter(rolled(on + 1), count - 1);
}
