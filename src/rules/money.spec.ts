import fc from 'fast-check';
import { formatMoney, parseMoney } from './money.js';

describe('money in fen (rulebook G9)', () => {
  it.each([
    ['2000000.00', 200_000_000n],
    ['2000000', 200_000_000n],
    ['1999999.99', 199_999_999n],
    ['0', 0n],
    ['0.5', 50n],
    ['0.01', 1n],
    ['9999999999999999.99', 999_999_999_999_999_999n],
    [{ amount: '2000000.00', currency: 'CNY' }, 200_000_000n],
  ])('%j is %s fen', (value, fen) => {
    expect(parseMoney(value)).toBe(fen);
  });

  it.each([
    '1.005',
    '-1',
    '01',
    '1e6',
    '1,000',
    ' 1',
    '',
    'NaN',
    'Infinity',
    '１００',
    '12345678901234567',
    2_000_000,
    null,
    undefined,
    [],
    { amount: 5, currency: 'CNY' },
    { amount: '5', currency: 'GBP' },
    { amount: { amount: '5', currency: 'CNY' }, currency: 'CNY' },
  ])('%j is no amount', (value) => {
    expect(parseMoney(value)).toBeNull();
  });

  it('reads what it writes', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n }), (fen) => parseMoney(formatMoney(fen)) === fen));
    expect(formatMoney(-5n)).toBe('-0.05');
    expect(formatMoney(0n)).toBe('0.00');
    expect(formatMoney(100n)).toBe('1.00');
  });
});
