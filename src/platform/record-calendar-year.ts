import { Injectable } from '@nestjs/common';
import { breach } from '../rules/breach.js';
import { knownYears } from '../rules/calendar.js';
import { dayNumber, isCivilDate } from '../rules/moment.js';
import type { Actor } from './actor.js';
import type { CalendarYearBody } from './law.dto.js';
import { recordedYears } from './law.service.js';
import type { Reader } from './reads.js';
import { malformed, obey, Refusal, unknownResource, type RefusalError } from './refusal.js';
import { UnitOfWork } from './unit-of-work.js';

export interface CalendarYearAnswer {
  year: number;
  version: number;
  off: readonly string[];
  work: readonly string[];
  source: string;
}

/** Records a year's working-day calendar (a new version where there is one already). Refusal 422 for days of another year, weekends named off twice, or weekdays named as extra work. */
@Injectable()
export class RecordCalendarYear {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async run(actor: Actor, yearText: string, body: CalendarYearBody): Promise<CalendarYearAnswer> {
    const year = yearOf(yearText);
    const faults = faultsOf(year, body);
    if (faults.length) throw new Refusal(422, 'invalid', { zh: '日历内容无效', en: 'The calendar is not valid' }, faults);
    obey(body.off.length ? [] : [breach('calendar.incomplete', { year }, { pointer: '#/off' })]);
    return this.unitOfWork.run(actor, async (work) => {
      await work.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [`calendar ${year}`]);
      const current = await calendarYear(work, year);
      const version = (current?.version ?? 0) + 1;
      const off = [...body.off].sort();
      const extra = [...body.work].sort();
      await work.query(
        'INSERT INTO calendar_years (year, version, days_off, days_worked, source, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)',
        [year, version, off, extra, body.source, work.now],
      );
      const answer = { year, version, off, work: extra, source: body.source };
      work.record({
        type: 'calendar.recorded',
        article: null,
        tenderId: null,
        subject: { kind: 'calendar', id: null },
        payload: { ...answer },
      });
      return answer;
    });
  }
}

/** Refusal 404 for a year that is neither shipped nor recorded: it is never guessed. */
export async function readCalendarYear(reader: Reader, yearText: string): Promise<CalendarYearAnswer> {
  const found = await calendarYear(reader, yearOf(yearText));
  if (!found) throw unknownResource();
  return found;
}

async function calendarYear(reader: Reader, year: number): Promise<CalendarYearAnswer | null> {
  const recorded = (await recordedYears(reader)).find((one) => one.year === year);
  const known = knownYears.find((one) => one.year === year);
  return recorded ?? (known ? { ...known, version: 0, source: '国务院办公厅放假安排通知' } : null);
}

function yearOf(text: string): number {
  if (!/^20\d\d$/.test(text))
    throw malformed('year', { zh: '年份必须是2000至2099。', en: 'The year must be from 2000 to 2099.' });
  return Number(text);
}

function faultsOf(year: number, body: CalendarYearBody): RefusalError[] {
  const fault = (list: string, index: number, zh: string, en: string): RefusalError => ({
    pointer: `#/${list}/${index}`,
    detail: { zh, en },
  });
  const check = (list: 'off' | 'work'): RefusalError[] =>
    body[list].flatMap((day, index) => {
      if (!isCivilDate(day) || !day.startsWith(`${year}-`))
        return [fault(list, index, `必须是${year}年的日期。`, `Must be a day of ${year}.`)];
      if (body[list].indexOf(day) !== index) return [fault(list, index, '日期重复。', 'The day is named twice.')];
      if (list === 'work' && body.off.includes(day))
        return [fault(list, index, '同一天不能既休又班。', 'A day cannot be off and worked.')];
      const weekend = [0, 6].includes((dayNumber(day) + 4) % 7);
      return list === 'work' && !weekend
        ? [fault(list, index, '只有周末才列为调休上班。', 'Only weekend days are named as extra work.')]
        : [];
    });
  return [...check('off'), ...check('work')];
}
