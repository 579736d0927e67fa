import {
  barringTies,
  committeeIsDrawn,
  committeeIsLargeEnough,
  committeeSizeMin,
  dissentHasReasons,
  memberIsAbsent,
  poolIsLargeEnough,
  reportIsSigned,
  representativeIsFit,
  representativesAreFew,
  signingEndsAt,
  tieNames,
  type Ties,
} from './committee.js';

const on = '2026-04-13';
const rulesOf = (found: readonly { rule: string }[]): string[] => found.map((one) => one.rule);
const none: Ties = {
  bidder: false,
  bidderControl: false,
  declared: false,
  procurer: false,
  acted: false,
  reviewer: false,
  earlierRound: false,
};

describe('the size of a committee (art. 56)', () => {
  it.each([
    [null, 5],
    [0n, 5],
    [999_999_999n, 5],
    [1_000_000_000n, 7],
    [1_000_000_001n, 7],
  ])('with a budget of %p fen is at least %p', (budget, min) => {
    expect(committeeSizeMin(budget, on)).toBe(min);
  });

  it.each([
    [1, 100n, []],
    [2, 100n, ['committee.even', 'committee.too-small']],
    [3, 100n, ['committee.too-small']],
    [4, 100n, ['committee.even', 'committee.too-small']],
    [5, 100n, []],
    [6, 100n, ['committee.even']],
    [7, 1_000_000_000n, []],
    [5, 1_000_000_000n, ['committee.too-small']],
    [99, null, []],
  ])('named as %p with a budget of %p gives %p', (evaluators, budget, rules) => {
    expect(rulesOf(committeeIsLargeEnough({ evaluators, budget, on }))).toEqual(rules);
  });

  it('is a warning where it is small, a refusal where it is even', () => {
    expect(committeeIsLargeEnough({ evaluators: 4, budget: null, on })).toMatchObject([
      { severity: 'refusal', facts: { evaluators: 4 }, pointer: '#/evaluators' },
      { severity: 'warning', facts: { evaluators: 4, min: 5 }, pointer: '#/evaluators' },
    ]);
  });

  it('decides whether it has to be drawn', () => {
    expect(rulesOf(committeeIsDrawn({ evaluators: 5, drawn: false, on }))).toEqual(['committee.not-drawn']);
    expect(committeeIsDrawn({ evaluators: 5, drawn: false, on })).toMatchObject([{ facts: { min: 5 } }]);
    expect(committeeIsDrawn({ evaluators: 5, drawn: true, on })).toEqual([]);
    expect(committeeIsDrawn({ evaluators: 4, drawn: false, on })).toEqual([]);
  });

  it.each([
    [5, 0, []],
    [5, 1, []],
    [5, 2, ['committee.too-many-representatives']],
    [6, 2, []],
    [7, 2, []],
    [7, 3, ['committee.too-many-representatives']],
    [3, 1, []],
    [1, 0, []],
    [1, 1, ['committee.too-many-representatives']],
  ])('of %p admits %p representatives: %p', (size, representatives, rules) => {
    expect(rulesOf(representativesAreFew({ size, representatives, on }))).toEqual(rules);
  });

  it('says where there are too many, and in a committee of what size', () => {
    expect(representativesAreFew({ size: 5, representatives: 2, on })).toMatchObject([
      { facts: { size: 5, representatives: 2 }, pointer: '#/representatives' },
    ]);
  });

  it('needs as many in the pool as it calls', () => {
    expect(poolIsLargeEnough({ needed: 4, eligible: 4 })).toEqual([]);
    expect(poolIsLargeEnough({ needed: 4, eligible: 3 })).toMatchObject([
      { rule: 'committee.pool-too-small', facts: { needed: 4, eligible: 3 } },
    ]);
  });
});

describe('who may not evaluate (采购法 art. 12)', () => {
  const every = Object.keys(tieNames) as (keyof Ties)[];

  it('is every expert with a tie, and every representative with another than to the entity', () => {
    expect([barringTies(none, 'expert'), barringTies(none, 'representative')]).toEqual([[], []]);
    for (const tie of every) {
      const ties = { ...none, [tie]: true };
      expect(barringTies(ties, 'expert')).toEqual([tie]);
      expect(barringTies(ties, 'representative')).toEqual(tie === 'procurer' ? [] : [tie]);
    }
  });

  it('is told to who names a representative, with every reason in both languages', () => {
    expect(representativeIsFit({ ...none, procurer: true }, '#/representatives/0')).toEqual([]);
    expect(representativeIsFit({ ...none, declared: true, acted: true }, '#/representatives/1')).toMatchObject([
      {
        rule: 'committee.representative-unfit',
        pointer: '#/representatives/1',
        facts: { reasons: [tieNames.declared, tieNames.acted] },
        detail: {
          zh: expect.stringContaining(tieNames.acted.zh) as string,
          en: expect.stringContaining(tieNames.declared.en) as string,
        },
      },
    ]);
    for (const name of Object.values(tieNames)) {
      expect(name.zh).toMatch(/\p{Script=Han}/u);
      expect(name.en).toMatch(/^[a-z]/);
    }
  });
});

describe('an absent member', () => {
  const sessionAt = '2026-04-14T01:00:00.000000Z';
  it('is one whose session has begun and who has not evaluated', () => {
    expect(memberIsAbsent({ sessionAt, evaluated: false }, sessionAt)).toEqual([]);
    expect(memberIsAbsent({ sessionAt, evaluated: false }, '2026-04-14T00:59:59.999999Z')).toMatchObject([
      { rule: 'committee.not-absent', facts: { sessionAt } },
    ]);
    expect(rulesOf(memberIsAbsent({ sessionAt, evaluated: true }, '2026-04-14T00:59:59.999999Z'))).toEqual([
      'committee.not-absent',
      'committee.member-evaluated',
    ]);
    expect(rulesOf(memberIsAbsent({ sessionAt, evaluated: true }, sessionAt))).toEqual(['committee.member-evaluated']);
  });
});

describe('the signing of a report (实施条例 art. 41)', () => {
  const recordedAt = '2026-04-14T02:00:00.000000Z';
  const dueAt = '2026-04-15T16:00:00.000000Z';

  it('takes until the end of the next day; whoever is silent then agrees', () => {
    expect(signingEndsAt(recordedAt)).toBe(dueAt);
    expect(reportIsSigned({ recordedAt, unsigned: 0 }, recordedAt)).toEqual([]);
    expect(reportIsSigned({ recordedAt, unsigned: 2 }, dueAt)).toEqual([]);
    expect(reportIsSigned({ recordedAt, unsigned: 2 }, '2026-04-15T15:59:59.999999Z')).toMatchObject([
      { rule: 'report.unsigned', facts: { count: 2, dueAt } },
    ]);
  });

  it('asks whoever dissents for reasons', () => {
    expect(dissentHasReasons({ agrees: true, reasons: false })).toEqual([]);
    expect(dissentHasReasons({ agrees: false, reasons: true })).toEqual([]);
    expect(dissentHasReasons({ agrees: false, reasons: false })).toMatchObject([
      { rule: 'report.dissent-without-reasons', pointer: '#/reasons' },
    ]);
  });
});
