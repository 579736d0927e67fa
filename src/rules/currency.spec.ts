import { currencies, inYuan, parseRate } from './currency.js';

const rate = (text: string): bigint => parseRate(text) as bigint;

describe('currencies', () => {
  it('are three letters each, once', () => {
    expect(new Set(currencies).size).toBe(currencies.length);
    expect(currencies.every((one) => /^[A-Z]{3}$/.test(one))).toBe(true);
    expect(currencies).toEqual(expect.arrayContaining(['CNY', 'EUR', 'USD', 'JPY']));
  });

  it.each([
    ['7.8123', 781_230_000n],
    ['0.00000001', 1n],
    ['99999.99999999', 9_999_999_999_999n],
    ['8', 800_000_000n],
    ['0', null],
    ['0.00', null],
    ['-1', null],
    ['1e3', null],
    ['07.8', null],
    ['7.123456789', null],
    [7.8, null],
    [null, null],
  ])('the rate %s is read as %s', (text, value) => expect(parseRate(text)).toBe(value));

  it.each([
    [100_00n, '7.8123', 781_23n],
    [1n, '0.5', 1n],
    [1n, '0.49999999', 0n],
    [3n, '0.5', 2n],
    [999_999_999_999n, '0.04812345', 48_123_450_000n],
  ])('%s hundredths at %s are %s fen, exactly', (amount, text, fen) => expect(inYuan(amount, rate(text))).toBe(fen));
});
