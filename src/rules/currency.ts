import type { Fen } from './money.js';

/** ISO 4217, without metals, funds and test codes. */
export const currencies = (
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE ' +
  'CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY ' +
  'KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO ' +
  'NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB ' +
  'TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG'
).split(' ');

const decimalsMax = 8;
const rateForm = /^(0|[1-9]\d{0,4})(?:\.(\d{1,8}))?$/;

/** How many hundred-millionths of a yuan one unit of a foreign currency is worth; null where the text is no rate above zero. */
export function parseRate(rate: unknown): bigint | null {
  const parts = typeof rate === 'string' ? rateForm.exec(rate) : null;
  if (!parts) return null;
  const value = BigInt(parts[1] as string) * 10n ** BigInt(decimalsMax) + BigInt((parts[2] ?? '').padEnd(decimalsMax, '0'));
  return value === 0n ? null : value;
}

/** Hundredths of a foreign currency in fen at a rate (`parseRate`), exactly, half a fen up. */
export function inYuan(hundredths: bigint, rate: bigint): Fen {
  const scale = 10n ** BigInt(decimalsMax);
  return (hundredths * rate * 2n + scale) / (scale * 2n);
}
