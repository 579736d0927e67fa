/** RFC 3339 text with an offset, up to microseconds, e.g. `2026-03-02T09:00:00.000001+08:00`. Never a JS Date: that drops microseconds. */
export type Instant = string;

/** A civil day of Asia/Shanghai, `YYYY-MM-DD`. */
export type CivilDate = string;

const microsPerDay = 86_400_000_000n;
const shanghaiOffsetMicros = 28_800_000_000n;
const instantForm = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}:\d{2})$/;

/** Microseconds since 1970 of an RFC 3339 instant; null where the text is not one (no offset, impossible date, more than six decimals). */
export function microsOf(instant: Instant): bigint | null {
  const parts = instantForm.exec(instant);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second, fraction = '', offset] = parts as unknown as string[];
  const date = `${year}-${month}-${day}`;
  if (!isCivilDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const offsetMinutes = minutesOf(offset as string);
  if (offsetMinutes === null) return null;
  const clockSeconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offsetMinutes * 60;
  return BigInt(dayNumber(date)) * microsPerDay + BigInt(clockSeconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

function minutesOf(offset: string): number | null {
  if (offset === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (hours > 14 || minutes > 59) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function requireMicros(instant: Instant): bigint {
  const micros = microsOf(instant);
  if (micros === null) throw new RangeError(`not an RFC 3339 instant with an offset: ${instant}`);
  return micros;
}

/** The instant in UTC with six decimals, e.g. `2026-03-02T01:00:00.000000Z`. */
export function instantOf(micros: bigint): Instant {
  const day = micros >= 0n ? micros / microsPerDay : (micros - microsPerDay + 1n) / microsPerDay;
  const rest = micros - day * microsPerDay;
  const seconds = Number(rest / 1_000_000n);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${civilDateOfDayNumber(Number(day))}T${clock.join(':')}.${String(rest % 1_000_000n).padStart(6, '0')}Z`;
}

/** The same instant written as local time of Shanghai with six decimals and `+08:00`. */
export function shanghaiTime(instant: Instant): string {
  return instantOf(requireMicros(instant) + shanghaiOffsetMicros).replace('Z', '+08:00');
}

/** Negative, zero or positive, to the microsecond. */
export function compareInstants(left: Instant, right: Instant): number {
  const difference = requireMicros(left) - requireMicros(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isBefore(left: Instant, right: Instant): boolean {
  return compareInstants(left, right) < 0;
}

/** Rulebook G1: the civil day of Shanghai on which the instant falls. */
export function civilDateOf(instant: Instant): CivilDate {
  return instantOf(requireMicros(instant) + shanghaiOffsetMicros).slice(0, 10);
}

/** The first instant of a civil day of Shanghai. */
export function startOfDay(date: CivilDate): Instant {
  return instantOf(BigInt(dayNumber(date)) * microsPerDay - shanghaiOffsetMicros);
}

/** True for a real calendar day written `YYYY-MM-DD`, of the years 1900 to 8999 so that sums of legal periods keep four digits. */
export function isCivilDate(text: unknown): text is CivilDate {
  return (
    typeof text === 'string' && /^(?:19|[2-8]\d)\d{2}-\d{2}-\d{2}$/.test(text) && civilDateOfDayNumber(dayNumber(text)) === text
  );
}

/** Days since 1970-01-01. */
export function dayNumber(date: CivilDate): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

function civilDateOfDayNumber(day: number): CivilDate {
  const millis = day * 86_400_000;
  return Math.abs(millis) > 8.64e15 || Number.isNaN(millis) ? '' : new Date(millis).toISOString().slice(0, 10);
}

/** Civil Code art. 201: the day of the event is not counted, so N days from D end on D+N. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return civilDateOfDayNumber(dayNumber(date) + days);
}

/** Whole civil days from one date to another (negative if `to` is earlier). */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Civil Code art. 202: the corresponding day some years later or earlier; where there is none, the last day of that month. */
export function addYears(date: CivilDate, years: number): CivilDate {
  const moved = `${String(Number(date.slice(0, 4)) + years).padStart(4, '0')}${date.slice(4)}`;
  const exists: boolean = isCivilDate(moved);
  return exists ? moved : `${moved.slice(0, 8)}28`;
}
