import { advanced } from './clock.js';

describe('advancing the clock', () => {
  const now = '2026-03-02T01:00:00.000001Z';

  it.each([
    ['P41D', '2026-04-12T01:00:00.000001Z'],
    ['PT0.000001S', '2026-03-02T01:00:00.000002Z'],
    ['-PT1H', '2026-03-02T00:00:00.000001Z'],
    ['P1DT2H3M4.5S', '2026-03-03T03:03:04.500001Z'],
  ])('by %s', (duration, then) => {
    expect(advanced(now, duration)).toBe(then);
  });

  it.each(['', 'P', 'PT', '1D', 'P1Y', 'P1M'])('refuses %p', (duration) => {
    expect(advanced(now, duration)).toBeNull();
  });
});
