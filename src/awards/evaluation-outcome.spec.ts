import {
  evaluationFitsDocuments,
  outcomeOf,
  type EvaluationFinding,
  type OpenedPrice,
  type PublishedCriteria,
} from './evaluation-outcome.js';
import { parseDecimal, type Fraction } from './fraction.js';

const points = (text: string): Fraction => parseDecimal(text) as Fraction;
const documents: PublishedCriteria = {
  method: 'weighted-score',
  category: 'goods',
  criteria: [
    { id: 'price', kind: 'price', weight: points('40'), maxScore: points('40') },
    { id: 'quality', kind: 'quality', weight: points('60'), maxScore: points('100') },
  ],
  deduction: 1500,
  ceiling: 100_00n,
  evaluators: 1,
};
const bid = (bidId: string, price: bigint, supplierSize: OpenedPrice['supplierSize'] = 'large'): OpenedPrice => ({
  bidId,
  supplierId: `s-${bidId}`,
  price,
  supplierSize,
});
const found = (bidId: string, score = '50'): EvaluationFinding => ({
  bidId,
  qualified: true,
  scores: [{ criterionId: 'quality', score }],
});
const rules = (findings: EvaluationFinding[], bids = ['a']): string[] =>
  evaluationFitsDocuments(
    documents,
    bids.map((bidId) => ({ bidId })),
    findings,
  ).map((one) => one.rule);

describe('the evaluation report', () => {
  it('deducts for small suppliers in evaluation only (art. 59: 100.00 at 15 % → 85.00)', () => {
    const report = outcomeOf(documents, [bid('a', 100_00n, 'small'), bid('b', 90_00n)], [[found('a'), found('b')]], '2026-06-01');
    expect(report.prices.map((one) => [one.price, one.evaluationPrice])).toEqual([
      ['100.00', '85.00'],
      ['90.00', '90.00'],
    ]);
    expect(report.ranked[0]).toMatchObject({ bidId: 'a', price: '100.00', evaluationPrice: '85.00', total: '70.0000' });
  });

  it('leaves out an excluded supplier whatever the evaluators found, and names the breach once (art. 54)', () => {
    const excluded = { ...bid('a', 80_00n), exclusions: ['breach-1'] };
    const claim: EvaluationFinding = { bidId: 'a', qualified: true, scores: [], exclusion: { breachId: 'breach-1' } };
    for (const own of [found('a'), claim]) {
      const { ranked, rejected } = outcomeOf(documents, [excluded, bid('b', 90_00n)], [[own, found('b')]], '2026-06-01');
      expect(ranked.map((one) => one.bidId)).toEqual(['b']);
      expect(rejected).toMatchObject([{ bidId: 'a', exclusions: ['breach-1'], breaches: [{ rule: 'exclusion.stands' }] }]);
    }
  });

  it('gives no deduction outside its band, to the medium, or where none was published', () => {
    const price = (over: Partial<PublishedCriteria>, size: OpenedPrice['supplierSize']) =>
      outcomeOf({ ...documents, ...over }, [bid('a', 100_00n, size)], [[found('a')]], '2026-06-01').prices[0]?.evaluationPrice;
    expect(price({ deduction: 999 }, 'small')).toBe('100.00');
    expect(price({ deduction: 1000 }, 'small')).toBe('90.00');
    expect(price({}, 'medium')).toBe('100.00');
    expect(price({ deduction: 0 }, 'small')).toBe('100.00');
    expect(price({ category: 'works', deduction: 400 }, 'micro')).toBe('96.00');
  });

  it('flags abnormally low raw prices of conforming bids, strictly below', () => {
    const at = (low: bigint) =>
      outcomeOf(
        documents,
        [bid('a', 100_00n), bid('b', 95_00n), bid('c', low), bid('d', 88_00n)],
        [['a', 'b', 'c', 'd'].map((id) => found(id))],
        '2026-06-01',
      );
    expect(at(45_00n).abnormallyLow).toEqual([]);
    expect(at(44_99n).abnormallyLow).toEqual([{ bidId: 'c', grounds: expect.arrayContaining(['ceiling']) as unknown }]);
  });

  it('leaves a rejected bid out of the mean and keeps why it was rejected', () => {
    const rejected: EvaluationFinding = { bidId: 'c', qualified: false, scores: [], reasons: { zh: '无资质' } };
    const report = outcomeOf(
      documents,
      [bid('a', 60_00n), bid('b', 60_00n), bid('c', 10_00n)],
      [[found('a'), found('b'), rejected]],
      '2026-06-01',
    );
    expect(report.rejected).toEqual([
      { bidId: 'c', supplierId: 's-c', rejectedBy: 1, evaluators: 1, reasons: [{ zh: '无资质' }], exclusions: [], breaches: [] },
    ]);
    expect(report.abnormallyLow).toEqual([]);
    expect(report.ranked.map((one) => one.rank)).toEqual([1, 1]);
  });
});

describe('a bid over the published budget (采购法 art. 36(3))', () => {
  const at = (over: Partial<PublishedCriteria>, findingsOfC = found('c', '100')) =>
    outcomeOf(
      { ...documents, method: 'lowest-price', criteria: [], ...over },
      [bid('a', 98_00n), bid('b', 99_00n), bid('c', 100_01n, 'small')],
      [[found('a'), found('b'), findingsOfC]],
      '2026-06-01',
    );

  it('is rejected by its own price, also where the deducted one would be best, and the ranking goes on without it', () => {
    const { ranked, rejected } = at({});
    expect(ranked.map((one) => [one.bidId, one.rank])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(rejected).toMatchObject([
      {
        bidId: 'c',
        rejectedBy: 0,
        evaluators: 1,
        reasons: [{ zh: expect.stringContaining('100.01') as unknown, en: expect.stringContaining('100.01') as unknown }],
        breaches: [{ rule: 'award.over-budget', facts: { price: '100.01', budget: '100.00' } }],
      },
    ]);
  });

  it('is listed once with the evaluators’ reasons too', () => {
    const { rejected } = at({}, { bidId: 'c', qualified: false, scores: [], reasons: { zh: '无资质' } });
    expect(rejected).toMatchObject([{ bidId: 'c', rejectedBy: 1, reasons: [{ zh: '无资质' }, {}] }]);
  });

  it('is within it at the budget, and where none was published', () => {
    expect(at({ ceiling: 100_01n }).rejected).toEqual([]);
    expect(at({ ceiling: null }).ranked[0]?.bidId).toBe('c');
  });

  it('does not lower the best price that scores are measured by', () => {
    const { ranked } = outcomeOf(
      { ...documents, deduction: 0 },
      [bid('a', 80_00n), bid('b', 100_00n), bid('c', 200_00n)],
      [[found('a'), found('b'), found('c')]],
      '2026-06-01',
    );
    expect(ranked.map((one) => [one.bidId, one.total])).toEqual([
      ['a', '70.0000'],
      ['b', '62.0000'],
    ]);
  });
});

describe('an evaluation fits the documents', () => {
  it('scores every criterion from 0 to its maximum', () => {
    expect(rules([found('a', '0')])).toEqual([]);
    expect(rules([found('a', '100')])).toEqual([]);
    expect(rules([found('a', '100.01')])).toEqual(['evaluation.score-out-of-range']);
  });

  it('judges every bid', () => expect(rules([found('a')], ['a', 'b'])).toEqual(['evaluation.bids-missing']));

  it('scores exactly the published quality criteria, once', () => {
    expect(rules([{ bidId: 'a', qualified: true, scores: [] }])).toEqual(['evaluation.criteria-mismatch']);
    const score = { criterionId: 'quality', score: '1' };
    expect(rules([{ bidId: 'a', qualified: true, scores: [score, score] }])).toEqual(['evaluation.criteria-mismatch']);
    expect(rules([{ bidId: 'a', qualified: true, scores: [score, { criterionId: 'price', score: '40' }] }])).toEqual([
      'evaluation.criteria-mismatch',
    ]);
  });

  it('needs no score of a bid that is not accepted', () => {
    expect(rules([{ bidId: 'a', qualified: false, scores: [] }])).toEqual([]);
    expect(rules([{ bidId: 'a', qualified: true, scores: [], exclusion: { breachId: 'x' } }])).toEqual([]);
  });
});
