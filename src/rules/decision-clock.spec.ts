import type { Derivation } from './breach.js';
import { calendarOf, knownYears, workingDays } from './calendar.js';
import { pendingWithStops, withStops, type ClockStop } from './decision-clock.js';

const calendar = calendarOf(knownYears);
const due = (from: string, days = 30): Derivation => workingDays({ article: 60, force: 'national', from, days, calendar });
const stop = (startsOn: string, endedOn: string | null, cause: ClockStop['cause'] = 'inspection'): ClockStop => ({
  cause,
  startsOn,
  endedOn,
});

describe('实施条例 art. 58: the time to decide stops for listed causes', () => {
  test.each([
    ['no stop', '2026-03-02', [], '2026-04-14'],
    ['three working days', '2026-03-02', [stop('2026-03-10', '2026-03-13')], '2026-04-17'],
    ['a week with its weekend', '2026-03-02', [stop('2026-03-13', '2026-03-20')], '2026-04-21'],
    ['a weekend alone', '2026-03-02', [stop('2026-03-14', '2026-03-16')], '2026-04-14'],
    ['a day and back on the same day', '2026-03-02', [stop('2026-03-10', '2026-03-10')], '2026-04-14'],
    ['over 清明 (04-04 to 04-06)', '2026-03-02', [stop('2026-04-03', '2026-04-08')], '2026-04-16'],
    ['over 春节 with the worked Saturday 02-14', '2026-02-09', [stop('2026-02-13', '2026-02-24')], '2026-03-31'],
    [
      'two that overlap count once',
      '2026-03-02',
      [stop('2026-03-10', '2026-03-13'), stop('2026-03-11', '2026-03-16', 'test')],
      '2026-04-20',
    ],
    ['two apart', '2026-03-02', [stop('2026-03-10', '2026-03-12'), stop('2026-03-23', '2026-03-25', 'appraisal')], '2026-04-20'],
    ['on its last day', '2026-03-02', [stop('2026-04-14', '2026-04-15')], '2026-04-15'],
    ['after its last day', '2026-03-02', [stop('2026-04-15', '2026-04-20')], '2026-04-14'],
    ['before it began to count', '2026-03-02', [stop('2026-02-24', '2026-03-02')], '2026-04-14'],
    ['half before it began to count', '2026-03-02', [stop('2026-02-24', '2026-03-05')], '2026-04-16'],
    ['still running, but begun too late to matter', '2026-03-02', [stop('2026-04-15', null)], '2026-04-14'],
  ])('%s', (_, from, stops, result) => {
    expect(withStops(due(from), stops, calendar)).toMatchObject({ derivation: { from, days: 30, result }, pending: null });
  });

  test('where nothing is left out, the derivation is as it was', () => {
    const plain = due('2026-03-02');
    expect(withStops(plain, [], calendar).derivation).toBe(plain);
    expect(withStops(plain, [stop('2026-03-14', '2026-03-16')], calendar).derivation).toBe(plain);
  });

  test('the arithmetic names every stop and how many days it cost, in both languages', () => {
    const stops = [
      stop('2026-03-10', '2026-03-12', 'expert-review'),
      stop('2026-02-01', '2026-02-02'),
      stop('2026-03-20', '2026-03-20'),
    ];
    expect(withStops(due('2026-03-02'), stops, calendar).derivation.arithmetic).toEqual({
      zh: '2026-03-02 + 30个工作日，另扣除停止计算的2个工作日（专家评审 2026-03-10 停、2026-03-12 恢复） = 2026-04-16',
      en: '2026-03-02 + 30 working days, without 2 stopped working days (expert review from 2026-03-10, resumed 2026-03-12) = 2026-04-16',
    });
    const one = withStops(due('2026-03-02'), [stop('2026-03-10', '2026-03-11', 'completion')], calendar).derivation.arithmetic;
    expect(one.en).toBe(
      '2026-03-02 + 30 working days, without 1 stopped working day (completion from 2026-03-10, resumed 2026-03-11) = 2026-04-15',
    );
  });

  test('a stop that still runs leaves the date open', () => {
    const found = withStops(
      due('2026-03-02'),
      [stop('2026-03-10', '2026-03-11'), stop('2026-03-20', null, 'appraisal')],
      calendar,
    );
    expect(found).toMatchObject({ pending: 'clockStopped', derivation: { result: null, days: 30 } });
    expect(found.derivation.arithmetic).toEqual({
      zh: '2026-03-02 + 30个工作日 = 待定（因鉴定自 2026-03-20 起停止计算）',
      en: '2026-03-02 + 30 working days = pending (stopped since 2026-03-20: appraisal)',
    });
  });

  test('a year without calendar leaves it open too, with and without stopped days before', () => {
    const plain = due('2026-12-01');
    expect(withStops(plain, [], calendar)).toEqual({ derivation: plain, pending: 'calendarYearMissing' });
    const stopped = withStops(plain, [stop('2026-12-07', '2026-12-09')], calendar);
    expect(stopped).toMatchObject({ pending: 'calendarYearMissing', derivation: { result: null } });
    expect(stopped.derivation.arithmetic.zh).toContain('扣除停止计算的2个工作日');
    expect(stopped.derivation.arithmetic.en).toContain('not loaded');
    expect(withStops(plain, [stop('2026-12-07', null)], calendar).pending).toBe('clockStopped');
  });

  test('an answer says once what it waits for', () => {
    const [open, stopped] = [
      withStops(due('2026-12-01'), [], calendar),
      withStops(due('2026-03-02'), [stop('2026-03-03', null)], calendar),
    ];
    expect(pendingWithStops(null, withStops(due('2026-03-02'), [], calendar))).toEqual({});
    expect(pendingWithStops(open, stopped, open, null)).toEqual({ pending: ['calendarYearMissing', 'clockStopped'] });
  });
});
