import { Inject, Injectable } from '@nestjs/common';
import { calendarOf, knownYears, type Calendar, type CalendarYear } from '../rules/calendar.js';
import type { LawContext } from '../rules/evaluate-types.js';
import type { Instant } from '../rules/moment.js';
import { CONFIG, type Config } from './config.js';
import type { Reader } from './reads.js';

/** What the law needs besides the facts: the calendar as recorded in the database and the platform's policy. */
@Injectable()
export class LawService {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async context(reader: Reader, now: Instant): Promise<LawContext> {
    return { at: now, calendar: await this.calendar(reader), policy: { nationalConflicts: this.config.nationalConflicts } };
  }

  async calendar(reader: Reader): Promise<Calendar> {
    return calendarIn(reader);
  }
}

/** The calendar as recorded at this moment. */
export async function calendarIn(reader: Reader): Promise<Calendar> {
  const recorded = await recordedYears(reader);
  return calendarOf([...knownYears.filter((known) => !recorded.some((one) => one.year === known.year)), ...recorded]);
}

/** The newest version of every year that was recorded by PUT /v1/calendar/{year}. */
export async function recordedYears(reader: Reader): Promise<(CalendarYear & { version: number; source: string })[]> {
  return reader.query(
    `SELECT DISTINCT ON (year) year, version, days_off::text[] AS off, days_worked::text[] AS work, source
       FROM calendar_years ORDER BY year, version DESC`,
  );
}
