import { compareFractions, decimalText, dividedBy, fraction, parseDecimal, plus, type Fraction } from './fraction.js';
import { rankBids, type ComparedBid, type Criterion, type Finding } from './ranking.js';
import fc from 'fast-check';

const points = (text: string): Fraction => parseDecimal(text) as Fraction;
const criteria: Criterion[] = [
  { id: 'price', kind: 'price', weight: points('30'), maxScore: points('30') },
  { id: 'quality', kind: 'quality', weight: points('70'), maxScore: points('100') },
];
const bid = (bidId: string, price: bigint, evaluationPrice = price): ComparedBid => ({
  bidId,
  supplierId: `s-${bidId}`,
  price,
  evaluationPrice,
});
const found = (bidId: string, quality: string): Finding => ({
  bidId,
  accepted: true,
  scores: new Map([['quality', points(quality)]]),
});
const refused = (bidId: string): Finding => ({ bidId, accepted: false, scores: new Map() });
const order = (ranking: ReturnType<typeof rankBids>): [string, number][] => ranking.ranked.map((one) => [one.bidId, one.rank]);

describe('weighted score', () => {
  it('gives the lowest price the whole price score and the others their quotient', () => {
    const { ranked } = rankBids({
      method: 'weighted-score',
      criteria,
      bids: [bid('a', 100_00n), bid('b', 125_00n)],
      evaluations: [[found('a', '80'), found('b', '90')]],
    });
    expect(ranked.map((one) => [one.bidId, one.total, one.scores.map((score) => score.points)])).toEqual([
      ['b', '87.0000', ['24.0000', '63.0000']],
      ['a', '86.0000', ['30.0000', '56.0000']],
    ]);
  });

  it('takes the mean of the evaluators and does not round before it compares', () => {
    const { ranked } = rankBids({
      method: 'weighted-score',
      criteria: [{ id: 'quality', kind: 'quality', weight: points('100'), maxScore: points('100') }],
      bids: [bid('a', 1_00n), bid('b', 1_00n)],
      evaluations: [
        [found('a', '33.33'), found('b', '33.34')],
        [found('a', '33.33'), found('b', '33.33')],
        [found('a', '33.34'), found('b', '33.33')],
      ],
    });
    expect(ranked.map((one) => one.rank)).toEqual([1, 1]);
    expect(ranked[0]?.total).toBe('33.3333');
    expect(ranked[0]?.totalExact).toBe('100/3');
  });

  it('keeps apart totals that read alike', () => {
    const wide: Criterion[] = [{ id: 'price', kind: 'price', weight: points('100'), maxScore: points('100') }];
    const { ranked } = rankBids({
      method: 'weighted-score',
      criteria: wide,
      bids: [bid('a', 999_999_999_99n), bid('b', 1_000_000_000_00n), bid('c', 1_000_000_000_01n)],
      evaluations: [[found('a', '0'), found('b', '0'), found('c', '0')]],
    });
    expect(ranked.map((one) => [one.bidId, one.rank])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    expect(ranked[1]?.total).toBe(ranked[2]?.total);
  });

  it('breaks a tie of totals by the lower bid price, not the evaluated one', () => {
    const quality: Criterion[] = [{ id: 'quality', kind: 'quality', weight: points('100'), maxScore: points('10') }];
    const ranking = rankBids({
      method: 'weighted-score',
      criteria: quality,
      bids: [bid('a', 110_00n, 90_00n), bid('b', 109_99n, 95_00n)],
      evaluations: [[found('a', '9'), found('b', '9')]],
    });
    expect(order(ranking)).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
  });

  it('shares a rank where total and price are equal, and skips the next', () => {
    const ranking = rankBids({
      method: 'weighted-score',
      criteria,
      bids: [bid('c', 100_00n), bid('b', 100_00n), bid('a', 200_00n)],
      evaluations: [[found('a', '10'), found('b', '50'), found('c', '50')]],
    });
    expect(order(ranking)).toEqual([
      ['b', 1],
      ['c', 1],
      ['a', 3],
    ]);
  });

  it('uses the deducted price for the score and leaves the bid price as it is (art. 59)', () => {
    const { ranked } = rankBids({
      method: 'weighted-score',
      criteria: [{ id: 'price', kind: 'price', weight: points('100'), maxScore: points('100') }],
      bids: [bid('small', 100_00n, 85_00n), bid('large', 90_00n)],
      evaluations: [[found('small', '0'), found('large', '0')]],
    });
    expect(ranked.map((one) => [one.bidId, one.price, one.evaluationPrice, one.total])).toEqual([
      ['small', '100.00', '85.00', '100.0000'],
      ['large', '90.00', '90.00', '94.4444'],
    ]);
  });

  it('gives a free offer the whole score and divides nothing by it', () => {
    const { ranked } = rankBids({
      method: 'weighted-score',
      criteria,
      bids: [bid('free', 0n), bid('paid', 1n)],
      evaluations: [[found('free', '0'), found('paid', '0')]],
    });
    expect(ranked.map((one) => one.total)).toEqual(['30.0000', '0.0000']);
  });
});

describe('lowest price', () => {
  it('ranks by the evaluated price, one fen apart', () => {
    const ranking = rankBids({
      method: 'lowest-price',
      criteria: [],
      bids: [bid('a', 100_01n), bid('b', 100_00n), bid('c', 117_64n, 99_99n)],
      evaluations: [[found('a', '0'), found('b', '0'), found('c', '0')]],
    });
    expect(order(ranking)).toEqual([
      ['c', 1],
      ['b', 2],
      ['a', 3],
    ]);
    expect(ranking.ranked[0]?.total).toBeNull();
  });

  it('breaks a tie of evaluated prices by the bid price', () => {
    const ranking = rankBids({
      method: 'lowest-price',
      criteria: [],
      bids: [bid('a', 100_00n, 85_00n), bid('b', 85_00n)],
      evaluations: [[found('a', '0'), found('b', '0')]],
    });
    expect(order(ranking)).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
  });
});

describe('rejection', () => {
  const three = [bid('a', 50_00n), bid('b', 100_00n)];

  it('needs more than half of the evaluators', () => {
    const facts = { method: 'lowest-price' as const, criteria: [], bids: three };
    const half = rankBids({
      ...facts,
      evaluations: [
        [refused('a'), found('b', '0')],
        [found('a', '0'), found('b', '0')],
      ],
    });
    expect(half.rejected).toEqual([]);
    const most = rankBids({
      ...facts,
      evaluations: [
        [refused('a'), found('b', '0')],
        [refused('a'), found('b', '0')],
        [found('a', '0'), found('b', '0')],
      ],
    });
    expect(most.rejected).toEqual([{ bidId: 'a', supplierId: 's-a', rejectedBy: 2, evaluators: 3 }]);
    expect(order(most)).toEqual([['b', 1]]);
  });

  it('takes a rejected bid out of the lowest price', () => {
    const { ranked } = rankBids({
      method: 'weighted-score',
      criteria,
      bids: three,
      evaluations: [[refused('a'), found('b', '100')]],
    });
    expect(ranked.map((one) => one.total)).toEqual(['100.0000']);
  });

  it('averages only those who accepted the bid', () => {
    const { ranked } = rankBids({
      method: 'weighted-score',
      criteria: [{ id: 'quality', kind: 'quality', weight: points('100'), maxScore: points('100') }],
      bids: [bid('a', 1n)],
      evaluations: [[refused('a')], [found('a', '80')], [found('a', '90')]],
    });
    expect(ranked[0]?.total).toBe('85.0000');
  });
});

describe('exact decimals', () => {
  it.each([
    ['0', '0.0000'],
    ['0.05', '0.0500'],
    ['100', '100.0000'],
    ['33.33', '33.3300'],
  ])('reads %s', (text, shown) => expect(decimalText(points(text))).toBe(shown));

  it.each(['', '-1', '1.234', '1e3', '.5', '01', 'NaN', '1,5', ' 1'])('does not take %p for a decimal', (text) =>
    expect(parseDecimal(text)).toBeNull(),
  );

  it('rounds half up, once', () => {
    expect(decimalText(fraction(5n, 100_000n))).toBe('0.0001');
    expect(decimalText(fraction(49_999n, 1_000_000_000n))).toBe('0.0000');
    expect(decimalText(fraction(2n, 3n), 0)).toBe('1');
  });

  it('obeys arithmetic', () => {
    const one = fc
      .tuple(fc.bigInt(0n, 10n ** 12n), fc.bigInt(1n, 10n ** 6n))
      .map(([numerator, denominator]) => fraction(numerator, denominator));
    fc.assert(
      fc.property(one, one, (left, right) => {
        expect(compareFractions(plus(left, right), plus(right, left))).toBe(0);
        expect(compareFractions(plus(left, right), left)).toBeGreaterThanOrEqual(0);
        if (right.numerator !== 0n)
          expect(
            compareFractions(
              dividedBy(left, right),
              fraction(left.numerator * right.denominator, left.denominator * right.numerator),
            ),
          ).toBe(0);
      }),
    );
    expect(() => dividedBy(fraction(1n), fraction(0n))).toThrow(RangeError);
  });

  it('does not depend on the order in which bids are given', () => {
    const prices = fc.uniqueArray(fc.bigInt(1n, 10n ** 9n), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(prices, (list) => {
        const bids = list.map((price, index) => bid(`b${index}`, price));
        const evaluations = [bids.map((one) => found(one.bidId, '50'))];
        const facts = { method: 'weighted-score' as const, criteria, evaluations };
        expect(rankBids({ ...facts, bids })).toEqual(rankBids({ ...facts, bids: [...bids].reverse() }));
      }),
    );
  });
});
