import { supplierMayTakeAgain } from '../rules/contract-refusal.js';
import { awardIsLawful, lowPriceWarnings } from './award-rules.js';
import { outcomeOf, type EvaluationFinding, type OpenedPrice, type PublishedCriteria } from './evaluation-outcome.js';

const documents: PublishedCriteria = {
  method: 'lowest-price',
  category: 'goods',
  criteria: [],
  deduction: 0,
  ceiling: 100_00n,
  evaluators: 1,
};
const reasons = { zh: '评标价最低', en: 'Lowest evaluated price' };

function reportOf(prices: Record<string, bigint>) {
  const bids = Object.entries(prices).map(([bidId, price]): OpenedPrice => ({
    bidId,
    supplierId: `s-${bidId}`,
    price,
    supplierSize: 'large',
  }));
  const findings = bids.map(({ bidId }): EvaluationFinding => ({ bidId, qualified: true, scores: [] }));
  return outcomeOf(documents, bids, [findings], '2026-06-01');
}
const rules = (prices: Record<string, bigint>, award: { bidId: string; reasons?: typeof reasons }): string[] =>
  awardIsLawful(reportOf(prices), award, documents.ceiling).map((one) => one.rule);

describe('an award', () => {
  const three = { a: 60_00n, b: 70_00n, c: 80_00n };

  it('goes to the best of three valid bids, with reasons', () => expect(rules(three, { bidId: 'a', reasons })).toEqual([]));

  it('goes to no other, nor to a bid that is not ranked', () => {
    expect(rules(three, { bidId: 'b', reasons })).toEqual(['award.not-best']);
    expect(rules(three, { bidId: 'x', reasons })).toEqual(['award.not-best']);
  });

  it('may go to either of two that share the first rank', () => {
    const tie = { a: 60_00n, b: 60_00n, c: 80_00n };
    expect(rules(tie, { bidId: 'a', reasons })).toEqual([]);
    expect(rules(tie, { bidId: 'b', reasons })).toEqual([]);
    expect(rules(tie, { bidId: 'c', reasons })).toEqual(['award.not-best']);
  });

  it('passes over whom something bars, and tells them what', () => {
    const barredFrom =
      (...suppliers: string[]) =>
      (bidId: string) =>
        awardIsLawful(reportOf(three), { bidId, reasons }, documents.ceiling, (one) => supplierMayTakeAgain(one, suppliers)).map(
          (found) => [found.rule, found.pointer],
        );
    expect(barredFrom('s-a')('a')).toEqual([['award.winner-refused', '#/bidId']]);
    expect(barredFrom('s-a')('b')).toEqual([]);
    expect(barredFrom('s-a')('c')).toEqual([['award.not-best', '#/bidId']]);
    expect(barredFrom('s-a', 's-b')('c')).toEqual([]);
    expect(barredFrom('s-a', 's-b', 's-c')('c')).toEqual([['award.winner-refused', '#/bidId']]);
    const over = awardIsLawful(reportOf(three), { bidId: 'a', reasons }, 59_99n, (one) => supplierMayTakeAgain(one, ['s-a']));
    expect(over.map((one) => one.rule)).toEqual(['award.over-budget', 'award.winner-refused']);
  });

  it('names every breach at once', () => {
    expect(rules({ a: 60_00n, b: 70_00n }, { bidId: 'b' })).toEqual([
      'award.too-few-bids',
      'award.not-best',
      'award.reasons-missing',
    ]);
  });

  it('goes to no bid over the budget, and to the best of the others', () => {
    const over = { ...three, d: 100_01n };
    expect(rules(over, { bidId: 'd', reasons })).toEqual(['award.over-budget']);
    expect(awardIsLawful(reportOf(over), { bidId: 'd', reasons }, documents.ceiling)).toMatchObject([
      { pointer: '#/bidId', facts: { price: '100.01', budget: '100.00' } },
    ]);
    expect(rules(over, { bidId: 'a', reasons })).toEqual([]);
    expect(rules({ a: 100_01n, b: 100_02n, c: 100_00n }, { bidId: 'c', reasons })).toEqual(['award.too-few-bids']);
    expect(rules({ a: 100_01n, b: 100_02n, c: 100_03n }, { bidId: 'a', reasons })).toEqual([
      'award.too-few-bids',
      'award.over-budget',
    ]);
  });

  it('warns of an abnormally low price and is not barred by it', () => {
    const low = { a: 44_99n, b: 90_00n, c: 95_00n };
    expect(rules(low, { bidId: 'a', reasons })).toEqual([]);
    expect(lowPriceWarnings(reportOf(low), 'a')).toMatchObject([
      { rule: 'evaluation.price-abnormally-low', severity: 'warning' },
    ]);
    expect(lowPriceWarnings(reportOf({ ...low, a: 45_00n }), 'a')).toEqual([]);
    expect(lowPriceWarnings(reportOf(low), 'b')).toEqual([]);
  });
});
