import { calendarOf, knownYears } from './calendar.js';
import { declarationIsProved, factsToProve, proofIsDue } from './self-declaration.js';

describe('a self-declaration (art. 59)', () => {
  test.each([
    ['small', true, ['sme-size']],
    ['medium', true, ['sme-size']],
    ['small', false, []],
    ['large', true, []],
    [null, true, []],
  ] as const)('of the size %s that gained something: %s', (size, gained, facts) => {
    expect(factsToProve(size, gained)).toEqual(facts);
  });

  test.each([
    ['2026-04-14T23:59:59.999999+08:00', '2026-04-24'],
    ['2026-04-15T00:00:00+08:00', '2026-04-27'],
  ])('of the winner of %s is proved until %s', (awardedAt, dueOn) => {
    expect(proofIsDue(awardedAt, calendarOf(knownYears))).toMatchObject({
      result: dueOn,
      days: 10,
      article: 59,
      force: 'policy',
    });
  });

  it('is proved before the contract', () => {
    expect(declarationIsProved(['sme-size'], ['sme-size'])).toEqual([]);
    expect(declarationIsProved([], [])).toEqual([]);
    expect(declarationIsProved(['sme-size'], [])).toMatchObject([
      { rule: 'award.evidence-missing', facts: { missing: ['sme-size'] } },
    ]);
  });
});
