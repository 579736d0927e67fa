import { bidIsForLots, everyLotIsDecided, lotBudgetsFit, mayWinAnother, mostFound } from './lots.js';

const told = (found: readonly { rule: string; pointer?: string; facts: object }[]): [string, string | undefined, object][] =>
  found.map(({ rule, pointer, facts }) => [rule, pointer, facts]);
const none = { bidMax: null, awardMax: null };

describe('the budgets of the lots (art. 52)', () => {
  it.each([
    ['no lot has one', [], 100_00n, []],
    ['they sum to the budget', [60_00n, 40_00n], 100_00n, []],
    ['no budget is known', [60_00n], null, []],
    ['a fen too much', [60_00n, 40_01n], 100_00n, [['tender.lot-budgets-over', '#/lots', { sum: '100.01', budget: '100.00' }]]],
  ] as const)('%s', (_, budgets, budget, expected) => expect(told(lotBudgetsFit(budgets, budget))).toEqual(expected));
});

describe('the lots a bid is for', () => {
  it.each([
    ['it names none', null, none, [['bid.lots-missing', undefined, {}]]],
    ['any number without a limit', 200, none, []],
    ['as many as allowed', 2, { ...none, bidMax: 2 }, []],
    ['one more', 3, { ...none, bidMax: 2 }, [['bid.too-many-lots', undefined, { count: 3, max: 2 }]]],
  ] as const)('%s', (_, count, limits, expected) => expect(told(bidIsForLots(count, limits))).toEqual(expected));
});

describe('an act that decides the lots', () => {
  const lots = { all: ['a', 'b', 'c'], open: ['a', 'b'] };
  it.each([
    ['all that are open, in any order', ['b', 'a'], []],
    ['one is left out', ['a'], [['award.lots-undecided', '#/lots', { lots: ['b'] }]]],
    ['one has its result', ['a', 'b', 'c'], [['award.lot-decided', '#/lots/2/lotId', { lot: 'c' }]]],
    ['one stands twice', ['a', 'b', 'a'], [['award.lot-decided', '#/lots/2/lotId', { lot: 'a' }]]],
    ['one is none of the tender', ['a', 'x', 'b'], [['award.lot-unknown', '#/lots/1/lotId', { lot: 'x' }]]],
  ] as const)('%s', (_, named, expected) => expect(told(everyLotIsDecided(named, lots))).toEqual(expected));

  it('names every lot that is left', () =>
    expect(told(everyLotIsDecided([], lots))).toEqual([['award.lots-undecided', '#/lots', { lots: ['a', 'b'] }]]));
});

describe('another lot to the same supplier', () => {
  it.each([
    ['without a limit', 7, none, []],
    ['below it', 1, { ...none, awardMax: 2 }, []],
    ['at it', 2, { ...none, awardMax: 2 }, [['award.lot-limit-reached', undefined, { won: 2, max: 2 }]]],
    ['above it', 3, { ...none, awardMax: 2 }, [['award.lot-limit-reached', undefined, { won: 3, max: 2 }]]],
  ] as const)('%s', (_, won, limits, expected) => expect(told(mayWinAnother(won, limits))).toEqual(expected));
});

describe('what the bids of all lots show', () => {
  it('is that of the lot with the most', () =>
    expect(
      mostFound([
        { opened: 3, valid: 0, overBudget: 3 },
        { opened: 4, valid: 2, overBudget: 0 },
      ]),
    ).toEqual({ opened: 4, valid: 2, overBudget: 3 }));

  it('is nothing where there is no lot', () => expect(mostFound([])).toEqual({ opened: 0, valid: 0, overBudget: 0 }));
});
