import { breach, type Breaches } from './breach.js';
import type { CivilDate } from './moment.js';
import { periodOn } from './periods.js';

/** The currencies in which bids may be priced (投标货币), and the rates at which they are compared. */
export interface Conversion {
  currencies: readonly string[];
  /** The currencies with a published rate; null where the documents say nothing of conversion. */
  rated: readonly string[] | null;
  /** The day of the rates. */
  ratesOn: CivilDate | null;
}

/** Policy: where bids may come in another currency than CNY, the notice fixes a rate for each, of a day that has come: nobody chooses one afterwards. */
export function conversionIsFixed({ currencies, rated, ratesOn }: Conversion, publishedOn: CivilDate): Breaches {
  const foreign = currencies.filter((one) => one !== 'CNY');
  const missing = foreign.filter((one) => !(rated ?? []).includes(one));
  const strange = (rated ?? []).filter((one) => !foreign.includes(one));
  return [
    ...(missing.length + strange.length > 0
      ? [breach('terms.conversion-incomplete', { missing, strange }, { pointer: '#/terms/conversion' })]
      : []),
    ...(ratesOn !== null && ratesOn > publishedOn
      ? [breach('terms.conversion-in-future', { ratesOn, publishedOn }, { pointer: '#/terms/conversion/on' })]
      : []),
  ];
}

/** 保障中小企业款项支付条例 art. 9: a small or medium-sized supplier is paid within 30 days of delivery; the contract may say longer, to 60 at most. */
export function paymentIsPrompt({ smeDays }: { smeDays: number }, on: CivilDate): Breaches {
  const usual = periodOn('smePaymentDays', on).value;
  const daysMax = periodOn('smePaymentDaysMax', on).value;
  const pointer = '#/terms/payment';
  if (smeDays > daysMax) return [breach('terms.payment-too-late', { days: smeDays, daysMax }, { pointer })];
  return smeDays > usual ? [breach('terms.payment-over-usual', { days: smeDays, usual }, { pointer })] : [];
}

/** Policy: a bid is in a currency and in a language that the documents accept (招标文件载明的货币、语言). */
export function bidKeepsTerms(
  bid: { currency: string; languages: readonly string[] },
  terms: { currencies: readonly string[]; bidLanguages: readonly string[] },
): Breaches {
  const { currencies, bidLanguages } = terms;
  const { currency, languages } = bid;
  return [
    ...(currencies.includes(currency) ? [] : [breach('bid.currency-not-allowed', { currency, currencies })]),
    ...(languages.length === 0 || languages.some((one) => bidLanguages.includes(one))
      ? []
      : [breach('bid.language-not-accepted', { languages, bidLanguages })]),
  ];
}
