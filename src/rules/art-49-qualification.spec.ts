import fc from 'fast-check';
import { limitStaysAsPublished } from './art-49-prequalification-notice.js';
import {
  enoughQualify,
  everyApplicationIsDecided,
  invitedAreTheBest,
  pointsFollowTheNotice,
  rankApplications,
  reasonsArePublished,
  totalOf,
  type RankedApplication,
} from './art-49-qualification.js';
import type { Breaches } from './breach.js';

const rulesOf = (breaches: Breaches): string[] => breaches.map((one) => one.rule);
const day = '2026-04-01';
const received = (second: number): string => `2026-03-20T01:00:${String(second).padStart(2, '0')}.000000Z`;
const application = (id: string, points: number[], second = 0): RankedApplication => ({
  id,
  points: points.map(BigInt),
  receivedAt: received(second),
});
const ids = (ranked: readonly RankedApplication[]): string[] => ranked.map((one) => one.id);

describe('the reasons for not qualifying', () => {
  it.each<[string[], string[]]>([
    [['licence'], []],
    [['licence', 'service'], []],
    [[], ['prequalification.requirement-not-published']],
    [['capital'], ['prequalification.requirement-not-published']],
    [['licence', 'capital'], ['prequalification.requirement-not-published']],
  ])('%j', (failed, expected) => {
    expect(rulesOf(reasonsArePublished(['licence', 'service'], failed))).toEqual(expected);
  });

  it('names what was not published, and only that', () => {
    expect(reasonsArePublished(['licence'], ['licence', 'capital'])[0]?.facts).toEqual({ requirements: ['capital'] });
    expect(reasonsArePublished(['licence'], [])[0]?.detail.en).toContain('—');
  });
});

describe('the points of a limited shortlist', () => {
  const criteria = [
    { id: 'experience', max: 6000n },
    { id: 'service', max: 4000n },
  ];
  it.each<[string, [string, bigint][], string[] | null]>([
    ['every criterion', [['experience', 6000n], ['service', 0n]], null], // prettier-ignore
    ['in any order', [['service', 4000n], ['experience', 1n]], null], // prettier-ignore
    ['one missing', [['experience', 1n]], ['service']],
    ['one twice', [['experience', 1n], ['experience', 2n], ['service', 1n]], ['experience']], // prettier-ignore
    ['a hundredth too much', [['experience', 6001n], ['service', 1n]], ['experience']], // prettier-ignore
    ['below nothing', [['experience', -1n], ['service', 1n]], ['experience']], // prettier-ignore
    ['another criterion', [['experience', 1n], ['service', 1n], ['size', 1n]], ['size']], // prettier-ignore
  ])('%s', (_, given, wrong) => {
    const found = pointsFollowTheNotice(
      criteria,
      given.map(([criterionId, points]) => ({ criterionId, points })),
    );
    expect(found.map((one) => [one.rule, one.facts['criteria']])).toEqual(
      wrong === null ? [] : [['prequalification.points-mismatch', wrong]],
    );
  });
});

describe('the ranking', () => {
  it('goes by the sum, then by the criteria in the order of the notice, then by receipt', () => {
    const ranked = rankApplications([
      application('later', [50, 30], 2),
      application('best', [60, 30], 9),
      application('second-criterion', [40, 40], 0),
      application('earlier', [50, 30], 1),
    ]);
    expect(ids(ranked)).toEqual(['best', 'earlier', 'later', 'second-criterion']);
    expect(ids(rankApplications([application('b', []), application('a', [])]))).toEqual(['a', 'b']);
    expect(ids(rankApplications([application('more', [1, 5, 4]), application('less', [1, 4, 5])]))).toEqual(['more', 'less']);
  });

  it('takes points that are missing for none', () => {
    expect(ids(rankApplications([application('two', [5, 0], 2), application('one', [5], 1)]))).toEqual(['one', 'two']);
    expect(ids(rankApplications([application('one', [4], 1), application('two', [3, 1], 2)]))).toEqual(['one', 'two']);
  });

  it('is the same whatever order the applications come in, and never puts fewer points first', () => {
    const one = fc.record({
      points: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 2 }),
      second: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.nat(), (drawn, by) => {
        const all = drawn.map(({ points, second }, at) => application(String(at), points, second));
        const turned = all.map((_, at) => all[(at + by) % all.length] as RankedApplication);
        const ranked = rankApplications(all);
        expect(ids(rankApplications(turned))).toEqual(ids(ranked));
        const totals = ranked.map((each) => totalOf(each.points));
        expect(totals).toEqual([...totals].sort((left, right) => Number(right - left)));
      }),
    );
  });

  it('is what the named must follow', () => {
    expect(invitedAreTheBest(['a', 'b', 'c'], ['b', 'a'])).toEqual([]);
    expect(rulesOf(invitedAreTheBest(['a', 'b', 'c'], ['a', 'c']))).toEqual(['prequalification.not-by-ranking']);
    expect(rulesOf(invitedAreTheBest(['a'], ['x']))).toEqual(['prequalification.not-by-ranking']);
  });
});

describe('before the shortlist', () => {
  it('every application is decided', () => {
    expect(everyApplicationIsDecided(0)).toEqual([]);
    expect(everyApplicationIsDecided(2)[0]).toMatchObject({ rule: 'prequalification.undecided', facts: { undecided: 2 } });
  });

  it('three qualify at least; for works another law says so', () => {
    expect(enoughQualify(3, day, 'goods')).toEqual([]);
    expect(enoughQualify(2, day, 'services')[0]).toMatchObject({
      rule: 'prequalification.too-few-qualified',
      severity: 'refusal',
      cites: { document: '政府采购法 第36条' },
    });
    expect(enoughQualify(0, day, 'works')[0]?.cites.document).toBe('招标投标法实施条例 第19条');
  });

  it('the limit stays as it was published', () => {
    expect(limitStaysAsPublished(5, 5)).toEqual([]);
    expect(limitStaysAsPublished(null, null)).toEqual([]);
    expect(rulesOf(limitStaysAsPublished(null, 5))).toEqual(['prequalification.limit-not-published']);
    expect(rulesOf(limitStaysAsPublished(5, null))).toEqual(['prequalification.limit-not-published']);
    expect(rulesOf(limitStaysAsPublished(5, 6))).toEqual(['prequalification.limit-not-published']);
  });
});

describe('what a refusal about qualification points at', () => {
  const told = (breaches: Breaches) => breaches.map(({ rule, pointer, facts }) => ({ rule, pointer, facts }));

  it('names the field and the figures', () => {
    expect(reasonsArePublished(['licence'], ['licence'])).toEqual([]);
    expect(told(reasonsArePublished(['licence'], []))).toEqual([
      { rule: 'prequalification.requirement-not-published', pointer: '#/requirementIds', facts: { requirements: null } },
    ]);
    expect(told(pointsFollowTheNotice([{ id: 'a', max: 1n }], []))).toEqual([
      { rule: 'prequalification.points-mismatch', pointer: '#/points', facts: { criteria: ['a'] } },
    ]);
    expect(told(enoughQualify(2, day, 'goods'))).toEqual([
      { rule: 'prequalification.too-few-qualified', pointer: undefined, facts: { qualifiedCount: 2, min: 3 } },
    ]);
    expect(told(invitedAreTheBest(['a', 'b', 'c'], ['a', 'c']))).toEqual([
      { rule: 'prequalification.not-by-ranking', pointer: '#/applications', facts: { best: ['a', 'b'], invited: ['a', 'c'] } },
    ]);
    expect(told(everyApplicationIsDecided(1))).toEqual([
      { rule: 'prequalification.undecided', pointer: undefined, facts: { undecided: 1 } },
    ]);
  });

  it('adds up points', () => {
    expect(totalOf([])).toBe(0n);
    expect(totalOf([3n, 4n])).toBe(7n);
    expect(ids(rankApplications([application('few', [2, 2], 1), application('many', [1, 4], 2)]))).toEqual(['many', 'few']);
  });
});
