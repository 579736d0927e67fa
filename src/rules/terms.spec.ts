import { bidKeepsTerms, conversionIsFixed, paymentIsPrompt } from './terms.js';

const on = '2026-03-02';
const rulesOf = (found: readonly { rule: string }[]): string[] => found.map((one) => one.rule);

describe('the terms of the documents', () => {
  test.each([
    [{ currencies: ['CNY'], rated: null, ratesOn: null }, []],
    [{ currencies: ['CNY', 'EUR'], rated: ['EUR'], ratesOn: on }, []],
    [{ currencies: ['CNY', 'EUR'], rated: null, ratesOn: null }, ['terms.conversion-incomplete']],
    [{ currencies: ['CNY', 'EUR', 'USD'], rated: ['EUR'], ratesOn: on }, ['terms.conversion-incomplete']],
    [{ currencies: ['CNY'], rated: ['EUR'], ratesOn: on }, ['terms.conversion-incomplete']],
    [{ currencies: ['CNY', 'EUR'], rated: ['EUR'], ratesOn: '2026-03-03' }, ['terms.conversion-in-future']],
  ])('fix the rates: %j %j', (conversion, expected) => {
    expect(rulesOf(conversionIsFixed(conversion, on))).toEqual(expected);
  });

  test.each([
    [30, []],
    [31, [['terms.payment-over-usual', 'warning']]],
    [60, [['terms.payment-over-usual', 'warning']]],
    [61, [['terms.payment-too-late', 'refusal']]],
  ])('pay a small supplier in %s days', (smeDays, expected) => {
    expect(paymentIsPrompt({ smeDays }, on).map((one) => [one.rule, one.severity])).toEqual(expected);
  });

  test.each([
    ['CNY', ['zh'], []],
    ['EUR', ['en', 'zh'], []],
    ['USD', ['zh'], ['bid.currency-not-allowed']],
    ['CNY', ['en'], ['bid.language-not-accepted']],
    ['CNY', [], []],
  ])('admit a bid in %s and %j', (currency, languages, expected) => {
    expect(rulesOf(bidKeepsTerms({ currency, languages }, { currencies: ['CNY', 'EUR'], bidLanguages: ['zh'] }))).toEqual(
      expected,
    );
  });
});
