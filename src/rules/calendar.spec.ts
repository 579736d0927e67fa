import fc from 'fast-check';
import {
  addWorkingDays,
  calendarDays,
  calendarOf,
  firstYearMissing,
  isWorkingDay,
  knownYears,
  laterOf,
  rollToWorkingDay,
  workingDays,
} from './calendar.js';
import { addDays, daysBetween } from './moment.js';

const calendar = calendarOf(knownYears);
/** A day of the first 300 of 2026, so that sums stay inside the year that is loaded. */
const someDay = fc.integer({ min: 0, max: 299 }).map((days) => addDays('2026-01-01', days));
const someDays = fc.integer({ min: 0, max: 25 });

describe('the working-day calendar of 2025 and 2026 (rulebook D4)', () => {
  it.each([
    ['2026-02-14', true],
    ['2026-02-15', false],
    ['2026-02-23', false],
    ['2026-02-24', true],
    ['2026-02-28', true],
    ['2026-03-01', false],
    ['2026-03-02', true],
    ['2026-01-01', false],
    ['2026-01-04', true],
    ['2026-04-06', false],
    ['2026-05-05', false],
    ['2026-05-09', true],
    ['2026-06-21', false],
    ['2026-09-20', true],
    ['2026-09-25', false],
    ['2026-10-07', false],
    ['2026-10-08', true],
    ['2026-10-10', true],
    ['2025-01-26', true],
    ['2025-02-04', false],
    ['2025-02-05', true],
    ['2025-10-08', false],
    ['2025-10-11', true],
    ['2027-01-04', null],
    ['2024-12-31', null],
  ])('%s is a working day: %s', (date, expected) => {
    expect(isWorkingDay(calendar, date)).toBe(expected);
  });

  it('has 248 working days in each year, as the notices leave them', () => {
    const count = (year: number): number =>
      Array.from({ length: 365 }, (_, index) => addDays(`${year}-01-01`, index)).filter((day) => isWorkingDay(calendar, day))
        .length;
    expect([count(2025), count(2026)]).toEqual([248, 248]);
  });

  it.each([
    ['2026-04-11', '2026-04-13'],
    ['2026-10-01', '2026-10-08'],
    ['2026-02-14', '2026-02-14'],
    ['2026-02-15', '2026-02-24'],
    ['2026-12-31', '2026-12-31'],
    ['2027-01-01', null],
  ])('%s rolls to %s', (from, to) => {
    expect(rollToWorkingDay(calendar, from)).toBe(to);
  });

  it.each([
    ['2026-02-06', 5, '2026-02-13'],
    ['2026-09-21', 5, '2026-09-29'],
    ['2026-03-02', 5, '2026-03-09'],
    ['2026-02-13', 2, '2026-02-24'],
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-12-30', 1, '2026-12-31'],
    ['2026-12-31', 1, null],
    ['2026-03-02', 0, '2026-03-02'],
  ])('%s + %d working days = %s', (from, days, to) => {
    expect(addWorkingDays(calendar, from, days)).toBe(to);
  });
});

describe('laws of the calendar', () => {
  it('rolling is idempotent, never goes back and ends on a working day', () => {
    fc.assert(
      fc.property(someDay, (day) => {
        const rolled = rollToWorkingDay(calendar, day) as string;
        expect(rolled >= day).toBe(true);
        expect(isWorkingDay(calendar, rolled)).toBe(true);
        expect(rollToWorkingDay(calendar, rolled)).toBe(rolled);
      }),
    );
  });

  it('working days add up, are monotone, and never come sooner than calendar days', () => {
    fc.assert(
      fc.property(someDay, someDays, fc.integer({ min: 0, max: 8 }), (day, first, second) => {
        const once = addWorkingDays(calendar, day, first + second) as string;
        expect(addWorkingDays(calendar, addWorkingDays(calendar, day, first) as string, second)).toBe(once);
        expect(
          (addWorkingDays(calendar, addDays(day, 1), first) as string) >= (addWorkingDays(calendar, day, first) as string),
        ).toBe(true);
        expect(daysBetween(day, once)).toBeGreaterThanOrEqual(first + second);
      }),
    );
  });
});

describe('derivations', () => {
  const ten = { article: 61, force: 'plan', from: '2026-03-02', days: 10 } as const;

  it('shows the day before rolling where it rolls, and only there', () => {
    expect(calendarDays({ ...ten, calendar })).toMatchObject({ result: '2026-03-12', unit: 'calendarDays' });
    expect(calendarDays({ ...ten, calendar })).not.toHaveProperty('unrolled');
    expect(calendarDays({ ...ten, from: '2026-04-24', calendar })).toMatchObject({
      unrolled: '2026-05-04',
      result: '2026-05-06',
    });
    expect(calendarDays({ ...ten, from: '2026-04-24' })).toMatchObject({ result: '2026-05-04' });
  });

  it('says what it does in both languages', () => {
    expect(calendarDays({ ...ten, calendar }).arithmetic).toEqual({
      zh: '2026-03-02 + 10日 = 2026-03-12（工作日，不顺延）',
      en: '2026-03-02 + 10 days = 2026-03-12 (a working day, not rolled)',
    });
    expect(workingDays({ ...ten, days: 1, calendar }).arithmetic.en).toBe('2026-03-02 + 1 working day = 2026-03-03');
    expect(calendarDays({ ...ten, days: 1, from: '2026-03-06', calendar }).arithmetic.en).toContain('rolled to 2026-03-09');
  });

  it('has no result where a year is missing, rolled or counted', () => {
    expect(calendarDays({ ...ten, from: '2026-12-28', calendar })).toMatchObject({ unrolled: '2027-01-07', result: null });
    expect(workingDays({ ...ten, from: '2026-12-28', calendar })).toMatchObject({ result: null });
    expect(calendarDays({ ...ten, from: '2026-12-28' })).toMatchObject({ result: '2027-01-07' });
  });

  it('takes the later date, whichever part it is, and none while a part is missing', () => {
    const seven = (from: string) => workingDays({ article: 61, force: 'national', from, days: 7, calendar });
    const rolled = (from: string) => calendarDays({ ...ten, from, calendar });
    expect(laterOf(61, 'plan', rolled('2026-03-02'), seven('2026-03-02'))).toMatchObject({
      result: '2026-03-12',
      unit: 'calendarDays',
    });
    expect(laterOf(61, 'plan', rolled('2026-09-29'), seven('2026-09-29'))).toMatchObject({
      result: '2026-10-14',
      unit: 'workingDays',
    });
    expect(laterOf(61, 'plan', rolled('2026-04-24'), seven('2026-04-24')).parts?.map((one) => one.result)).toEqual([
      '2026-05-06',
      '2026-05-08',
    ]);
    expect(laterOf(61, 'plan', rolled('2026-12-28'), seven('2026-03-02'))).toMatchObject({
      result: null,
      unrolled: '2027-01-07',
    });
    expect(laterOf(61, 'plan', seven('2026-03-02'), seven('2026-12-28')).result).toBeNull();
  });

  it('says in both languages what rolls, what is not known, and which is later', () => {
    const rolled = calendarDays({ ...ten, from: '2026-04-24', calendar });
    expect(rolled.arithmetic).toEqual({
      zh: '2026-04-24 + 10日 = 2026-05-04（非工作日，顺延至 2026-05-06）',
      en: '2026-04-24 + 10 days = 2026-05-04 (not a working day, rolled to 2026-05-06)',
    });
    expect(calendarDays({ ...ten, from: '2026-12-28', calendar }).arithmetic).toEqual({
      zh: '2026-12-28 + 10日 = 2027-01-07（该年度工作日历尚未载入）',
      en: "2026-12-28 + 10 days = 2027-01-07 (that year's working-day calendar is not loaded)",
    });
    expect(calendarDays({ ...ten, days: 1 }).arithmetic).toEqual({
      zh: '2026-03-02 + 1日 = 2026-03-03',
      en: '2026-03-02 + 1 day = 2026-03-03',
    });
    const counted = workingDays({ article: 61, force: 'national', from: '2026-04-24', days: 7, calendar });
    expect(counted).toEqual({
      article: 61,
      force: 'national',
      from: '2026-04-24',
      days: 7,
      unit: 'workingDays',
      result: '2026-05-08',
      arithmetic: { zh: '2026-04-24 + 7个工作日 = 2026-05-08', en: '2026-04-24 + 7 working days = 2026-05-08' },
    });
    expect(laterOf(61, 'policy', rolled, counted)).toEqual({
      ...counted,
      force: 'policy',
      arithmetic: {
        zh: `取较晚者：${rolled.arithmetic.zh}；${counted.arithmetic.zh} → 2026-05-08`,
        en: `the later of: ${rolled.arithmetic.en}; ${counted.arithmetic.en} → 2026-05-08`,
      },
      parts: [rolled, counted],
    });
    const unknown = workingDays({ ...ten, from: '2026-12-31', days: 2, calendar });
    expect(unknown.arithmetic).toEqual({
      zh: '2026-12-31 + 2个工作日 = 待定（该年度工作日历尚未载入）',
      en: "2026-12-31 + 2 working days = pending (that year's working-day calendar is not loaded)",
    });
    expect(laterOf(61, 'policy', rolled, unknown).arithmetic.zh).toMatch(/→ 待定$/);
    expect(laterOf(61, 'policy', rolled, unknown).arithmetic.en).toMatch(/→ pending$/);
  });

  it('names the first year that is missing', () => {
    expect(firstYearMissing(calendar, '2026-12-31')).toBe(2027);
    expect(firstYearMissing(calendar, '2025-01-01')).toBe(2027);
    expect(firstYearMissing(calendar, '2031-01-01')).toBe(2031);
  });

  it('knows the weekdays before 1970 too', () => {
    const old = calendarOf([{ year: 1969, off: [], work: [] }]);
    const week = ['1969-12-22', '1969-12-23', '1969-12-24', '1969-12-25', '1969-12-26', '1969-12-27', '1969-12-28'];
    expect(week.map((one) => isWorkingDay(old, one))).toEqual([true, true, true, true, true, false, false]);
  });
});
