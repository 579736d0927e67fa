import fc from 'fast-check';
import {
  addDays,
  addYears,
  civilDateOf,
  compareInstants,
  daysBetween,
  instantOf,
  isBefore,
  isCivilDate,
  microsOf,
  shanghaiTime,
  startOfDay,
} from './moment.js';

describe('instants', () => {
  it.each([
    '2026-03-02T09:00:00',
    '2026-03-02',
    '2026-02-30T09:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T09:60:00Z',
    '2026-03-02T09:00:60Z',
    '2026-03-02T09:00:00.1234567Z',
    '2026-03-02T09:00:00+15:00',
    '2026-03-02T09:00:00+08:60',
    '1899-12-31T09:00:00Z',
    '9999-12-31T23:59:59Z',
    'x2026-03-02T09:00:00Z',
    '2026-03-02T09:00:00Zx',
    '2026-03-02T09:00:00-15:00',
    '',
    'now',
  ])('%s is none', (text) => {
    expect(microsOf(text)).toBeNull();
    expect(() => civilDateOf(text)).toThrow(new RangeError(`not an RFC 3339 instant with an offset: ${text}`));
  });

  it('falls on the civil day of Shanghai, not of UTC (rulebook G1)', () => {
    expect(civilDateOf('2026-03-01T16:00:00Z')).toBe('2026-03-02');
    expect(civilDateOf('2026-03-01T15:59:59.999999Z')).toBe('2026-03-01');
    expect(civilDateOf('2026-03-02T00:00:00+08:00')).toBe('2026-03-02');
    expect(civilDateOf('2026-03-01T23:59:59.999999+08:00')).toBe('2026-03-01');
  });

  it('compares to the microsecond, across offsets', () => {
    expect(isBefore('2026-03-02T09:00:00.000000+08:00', '2026-03-02T01:00:00.000001Z')).toBe(true);
    expect(isBefore('2026-03-02T09:00:00.000001+08:00', '2026-03-02T01:00:00.000001Z')).toBe(false);
    expect(compareInstants('2026-03-02T09:00:00+08:00', '2026-03-02T01:00:00Z')).toBe(0);
    expect(compareInstants('2026-03-02T09:00:00.1Z', '2026-03-02T09:00:00.099999Z')).toBe(1);
  });

  it.each([
    ['2026-03-02T09:00:00+14:00', '2026-03-01T19:00:00.000000Z'],
    ['2026-03-02T09:00:00-14:00', '2026-03-02T23:00:00.000000Z'],
    ['2026-03-02T09:00:00-03:30', '2026-03-02T12:30:00.000000Z'],
    ['2026-03-02T09:00:00+05:59', '2026-03-02T03:01:00.000000Z'],
    ['2026-03-02 23:59:59.5Z', '2026-03-02T23:59:59.500000Z'],
    ['2026-03-02T00:00:00.000001Z', '2026-03-02T00:00:00.000001Z'],
  ])('%s is %s', (written, utc) => {
    expect(instantOf(microsOf(written) as bigint)).toBe(utc);
  });

  it('reads what it writes, before 1970 too', () => {
    const micros = fc.bigInt({ min: -2_000_000_000_000_000n, max: 200_000_000_000_000_000n });
    fc.assert(fc.property(micros, (value) => microsOf(instantOf(value)) === value));
    fc.assert(fc.property(micros, (value) => microsOf(shanghaiTime(instantOf(value))) === value));
    expect(instantOf(-1n)).toBe('1969-12-31T23:59:59.999999Z');
    expect(instantOf(-86_400_000_000n)).toBe('1969-12-31T00:00:00.000000Z');
    expect(instantOf(-86_400_000_001n)).toBe('1969-12-30T23:59:59.999999Z');
    expect(instantOf(0n)).toBe('1970-01-01T00:00:00.000000Z');
  });

  it('starts a day at midnight of Shanghai', () => {
    expect(startOfDay('2026-03-02')).toBe('2026-03-01T16:00:00.000000Z');
    expect(shanghaiTime(startOfDay('2026-03-02'))).toBe('2026-03-02T00:00:00.000000+08:00');
  });
});

describe('civil days', () => {
  it.each([
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01', false],
    ['2026-3-2', false],
    ['0026-03-02', false],
    ['+010000-01', false],
    [20260302, false],
    [null, false],
  ])('%s is one: %s', (text, expected) => {
    expect(isCivilDate(text)).toBe(expected);
  });

  it.each([
    ['2028-02-29', -3, '2025-02-28'],
    ['2026-03-02', -3, '2023-03-02'],
    ['2028-02-29', 15, '2043-02-28'],
    ['2026-12-31', 15, '2041-12-31'],
    ['2028-02-29', 4, '2032-02-29'],
    ['2025-02-28', 3, '2028-02-28'],
  ])('%s %d years on is %s (Civil Code art. 202)', (from, years, to) => {
    expect(addYears(from, years)).toBe(to);
  });

  it('adds and counts back', () => {
    const day = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1950-01-01', days));
    fc.assert(
      fc.property(day, fc.integer({ min: -5000, max: 5000 }), (from, days) => daysBetween(from, addDays(from, days)) === days),
    );
  });

  it('is none where the sum leaves every calendar', () => {
    expect([addDays('2026-03-02', 200_000_000), addDays('2026-03-02', -200_000_000)]).toEqual(['', '']);
    expect(isCivilDate('2026-03-02x')).toBe(false);
    expect(isCivilDate('x2026-03-02')).toBe(false);
  });
});
