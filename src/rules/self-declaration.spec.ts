import { declarationIsProved, factsToProve } from './self-declaration.js';

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

  it('is proved before the contract', () => {
    expect(declarationIsProved(['sme-size'], ['sme-size'])).toEqual([]);
    expect(declarationIsProved([], [])).toEqual([]);
    expect(declarationIsProved(['sme-size'], [])).toMatchObject([
      { rule: 'award.evidence-missing', facts: { missing: ['sme-size'] } },
    ]);
  });
});
