import { abnormallyLowPrices, type LowPriceShares } from './abnormally-low.js';
import { parseMoney } from './money.js';

function found(prices: string[], ceiling: string, raised?: LowPriceShares) {
  const fen = (amount: string) => parseMoney(amount) as bigint;
  const bids = prices.map((price) => ({ bidId: price, price: fen(price) }));
  const answer = abnormallyLowPrices({ bids, ceiling: fen(ceiling), on: '2026-03-02', ...(raised ? { raised } : {}) });
  return Object.fromEntries(answer.map((one) => [one.bidId, one.grounds]));
}

describe('abnormally low prices (财库〔2026〕2号, rulebook section 3)', () => {
  test('half of the mean of 100, 95, 42 and 88 is 40.625: 42 is not below it, only below half of the second lowest', () => {
    expect(found(['100', '95', '42', '88'], '90')).toEqual({ '42': ['secondLowest'] });
  });

  test('the mean is exact to the fen', () => {
    expect(found(['100', '50', '40.00', '50'], '1')).toEqual({});
    expect(found(['100', '20', '20', '20'], '1')).toEqual({});
    expect(found(['100.01', '20', '20', '20'], '1')).toEqual({ '20': ['mean'] });
  });

  test('at half of the second lowest is not below it', () => {
    expect(found(['30', '60', '61'], '1')).toEqual({});
    expect(found(['29.99', '60', '61'], '1')).toEqual({ '29.99': ['secondLowest'] });
    expect(found(['30', '30', '100'], '1')).toEqual({});
  });

  test('45 % of the ceiling', () => {
    expect(found(['45.00', '50'], '100')).toEqual({});
    expect(found(['44.99', '50'], '100')).toEqual({ '44.99': ['ceiling'] });
  });

  test('every ground is named, and every bid that is low', () => {
    expect(found(['10', '30', '100', '100'], '100')).toEqual({ '10': ['mean', 'secondLowest', 'ceiling'], '30': ['ceiling'] });
  });

  test('the documents may raise a percentage to 65 %, never lower it', () => {
    expect(found(['64.99', '70'], '100', { ceiling: 6500 })).toEqual({ '64.99': ['ceiling'] });
    expect(found(['65.00', '70'], '100', { ceiling: 9000 })).toEqual({});
    expect(found(['44.99', '50'], '100', { ceiling: 1000 })).toEqual({ '44.99': ['ceiling'] });
  });

  test('one bid has no second lowest, and is its own mean', () => {
    expect(found(['60'], '100')).toEqual({});
    expect(found([], '100')).toEqual({});
  });
});

test('the second lowest is found wherever it stands, and only the lowest is compared with it', () => {
  expect(found(['60', '29.99', '61'], '1')).toEqual({ '29.99': ['secondLowest'] });
  expect(found(['61', '60', '29.99'], '1')).toEqual({ '29.99': ['secondLowest'] });
  expect(found(['29.99', '61', '60'], '1')).toEqual({ '29.99': ['secondLowest'] });
  expect(found(['10', '40', '41', '90'], '1')).toEqual({ '10': ['mean', 'secondLowest'] });
  expect(found(['1', '1.50', '100', '100'], '1')).toEqual({ '1': ['mean'], '1.50': ['mean'] });
});
