import type { Derivation } from './breach.js';
import { calendarDays, isWorkingDay, workingDays, type Calendar } from './calendar.js';
import { following } from './following.js';
import { addDays, type CivilDate } from './moment.js';
import { periodOn } from './periods.js';

/**
 * A derivation that waits for a year's calendar (rulebook P11), done again with the calendars there are now: one period, or one that begins when
 * another has ended. Anything else, and what has a result, stays as it is.
 */
export function rederived(derivation: Derivation, calendar: Calendar): Derivation {
  const { result, from, parts = [] } = derivation;
  if (result !== null || from === '' || parts.length > 1) return derivation;
  const [first] = parts;
  const own = (since: CivilDate): Derivation => periodAgain(derivation, since, calendar);
  if (first === undefined) return own(from);
  return following(rederived(first, calendar), own);
}

function periodAgain({ article, force, days, unit }: Derivation, from: CivilDate, calendar: Calendar): Derivation {
  const period = { article, force, from, days, calendar };
  return unit === 'workingDays' ? workingDays(period) : calendarDays(period);
}

/** Policy: the working day on which whoever owes something by a last day is reminded of it; null where a calendar year is missing. */
export function reminderOn(lastDay: CivilDate, calendar: Calendar): CivilDate | null {
  const { value } = periodOn('deadlineReminderWorkingDays', lastDay);
  for (let day = addDays(lastDay, -1), left = value; ; day = addDays(day, -1)) {
    const working = isWorkingDay(calendar, day);
    if (working === null) return null;
    if (working) left -= 1;
    if (left === 0) return day;
  }
}
