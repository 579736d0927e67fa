import { isUnproven, unprovenTogether, type DecidedComplaint } from './unproven-complaints.js';

const rejected = (id: string, on: string): DecidedComplaint => ({
  id,
  outcome: 'rejected',
  ground: null,
  decidedAt: `${on}T02:00:00.000000Z`,
});

describe('complaints that were not proven', () => {
  it.each([
    ['rejected', null, true],
    ['upheld', null, false],
    ['partly-upheld', null, false],
    ['dismissed', 'inadmissible', false],
    ['dismissed', 'no-factual-basis', true],
    ['dismissed', 'false-material', true],
    ['dismissed', 'evidence-illegal', true],
  ] as const)('%s %s: %s', (outcome, ground, expected) => {
    expect(isUnproven({ outcome, ground })).toBe(expected);
  });

  it.each([
    [[], []],
    [['2026-03-02', '2026-05-02'], []],
    [
      ['2026-03-02', '2026-05-02', '2027-03-02'],
      ['0', '1', '2'],
    ],
    [['2026-03-02', '2026-05-02', '2027-03-03'], []],
    [
      ['2027-03-02', '2026-03-02', '2026-05-02'],
      ['1', '2', '0'],
    ],
    [
      ['2028-02-29', '2028-06-01', '2029-02-28'],
      ['0', '1', '2'],
    ],
    [['2028-02-29', '2028-06-01', '2029-03-01'], []],
    [
      ['2026-03-02', '2026-05-02', '2026-06-02', '2027-03-03'],
      ['1', '2', '3'],
    ],
  ])('of %j', (days, expected) => {
    expect(unprovenTogether(days.map((on, index) => rejected(String(index), on)))).toEqual(expected);
  });

  it('passes over what was upheld', () => {
    const upheld = { ...rejected('9', '2026-04-02'), outcome: 'upheld' as const };
    expect(unprovenTogether([rejected('1', '2026-03-02'), upheld, rejected('2', '2026-05-02')])).toEqual([]);
  });
});
