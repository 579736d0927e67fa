import { calendarOf, knownYears } from './calendar.js';
import { litigationLastDay, reconsiderationLastDay } from './outside-proceedings.js';

const calendar = calendarOf(knownYears);
const at = (day: string): string => `${day}T02:00:00.000000Z`;

describe('after a decision', () => {
  it('reconsideration may be asked for within sixty days', () => {
    expect(reconsiderationLastDay(at('2026-03-02'), calendar)).toMatchObject({ unrolled: '2026-05-01', result: '2026-05-06' });
    expect(reconsiderationLastDay(at('2026-03-02'), calendar)).toMatchObject({ force: 'national', days: 60 });
  });

  it.each([
    ['2026-03-02', '2026-09-02', undefined, ''],
    ['2026-04-04', '2026-10-08', '2026-10-04', ' (rolled to 2026-10-08)'],
    ['2026-08-31', null, '2027-02-28', " (that year's working-day calendar is not loaded)"],
  ])('the court may be gone to within six months of %s', (from, result, unrolled, ending) => {
    const due = litigationLastDay(at(from), calendar);
    expect(due).toMatchObject({ result, force: 'policy', unit: 'months' });
    expect(due.unrolled).toBe(unrolled);
    expect(due.arithmetic.en).toBe(`${from} + 6 months = ${unrolled ?? result}${ending}`);
  });
});
