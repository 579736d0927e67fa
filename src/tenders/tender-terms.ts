import { invalid } from '../platform/refusal.js';
import type { Breaches } from '../rules/breach.js';
import type { CivilDate } from '../rules/moment.js';
import { periodOn } from '../rules/periods.js';
import { parseMoney, type Fen } from '../rules/money.js';
import { performanceShareIsBounded, tenderSecurityIsBounded, type SecurityForm } from '../rules/securities.js';
import { conversionIsFixed, paymentIsPrompt } from '../rules/terms.js';
import { tenThousandths } from '../rules/share.js';
import type { MoneyValue, Tender, TenderContent, Text } from './tender.entity.js';

/** Incoterms 2020. */
export const incoterms = ['EXW', 'FCA', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP', 'FAS', 'FOB', 'CFR', 'CIF'] as const;
export const taxBases = ['tax-inclusive', 'tax-exclusive'] as const;

/** The business terms (商务条款) as the author gave them. */
export interface GivenTerms {
  currencies?: string[];
  conversion?: { source: Text; on: CivilDate; rates: { currency: string; rate: string }[] };
  taxBasis?: (typeof taxBases)[number];
  delivery?: { incoterm?: (typeof incoterms)[number]; place: Text; note?: Text };
  bidLanguages?: string[];
  payment?: { days: number; smeDays?: number; note?: Text };
  consortia?: { admitted: boolean; membersMax?: number };
  tenderSecurity?: { amount: MoneyValue; forms: SecurityForm[] };
  /** A share of the contract as a decimal text. */
  performanceSecurity?: { share: string; forms: SecurityForm[] };
}

/** The same as everybody reads them: nothing that counts is left unsaid. */
export interface TenderTerms extends GivenTerms {
  currencies: string[];
  taxBasis: (typeof taxBases)[number];
  bidLanguages: string[];
  payment: { days: number; smeDays: number; from: 'delivery'; note?: Text };
  /** The members of a consortium (联合体) answer jointly and severally (采购法 art. 24). */
  consortia: { admitted: boolean; membersMax?: number; liability: 'joint-and-several' };
}

export function termsOf({ terms = {} }: Pick<TenderContent, 'terms'>): TenderTerms {
  const { payment, consortia } = terms;
  const days = payment?.days ?? periodOn('smePaymentDays', '2026-01-01').value;
  return {
    ...terms,
    currencies: terms.currencies ?? ['CNY'],
    taxBasis: terms.taxBasis ?? 'tax-inclusive',
    bidLanguages: terms.bidLanguages ?? ['zh', 'en'],
    payment: { ...payment, days, smeDays: payment?.smeDays ?? days, from: 'delivery' },
    consortia: { ...consortia, admitted: consortia?.admitted ?? false, liability: 'joint-and-several' },
  };
}

/** Throws Refusal 422 where the terms cannot be meant so. */
export function requireTermsFit({ currencies = ['CNY'], conversion, bidLanguages = ['zh'] }: GivenTerms = {}): void {
  if (!currencies.includes('CNY'))
    throw invalid('#/terms/currencies', { zh: '须允许以人民币报价。', en: 'Bids in CNY are always allowed.' });
  if (!bidLanguages.includes('zh') && !bidLanguages.includes('en'))
    throw invalid('#/terms/bidLanguages', { zh: '须接受中文或英文。', en: 'Chinese or English is accepted.' });
  const rated = (conversion?.rates ?? []).map((one) => one.currency);
  if (new Set(rated).size < rated.length)
    throw invalid('#/terms/conversion/rates', { zh: '币种重复。', en: 'A currency stands here twice.' });
}

/** On publication: rates for every foreign currency, small suppliers paid in time, securities within their bounds. */
export function termsAreLawful(tender: Pick<Tender, 'content' | 'budget' | 'estimatedValue'>, on: CivilDate): Breaches {
  const { currencies, conversion, payment, tenderSecurity, performanceSecurity } = termsOf(tender.content);
  const rated = conversion === undefined ? null : conversion.rates.map((one) => one.currency);
  const budget = parseMoney(tender.budget ?? tender.estimatedValue);
  return [
    ...conversionIsFixed({ currencies, rated, ratesOn: conversion?.on ?? null }, on),
    ...paymentIsPrompt(payment, on),
    ...(tenderSecurity ? tenderSecurityIsBounded({ amount: parseMoney(tenderSecurity.amount) as Fen, budget }, on) : []),
    ...(performanceSecurity ? performanceShareIsBounded(tenThousandths(performanceSecurity.share), on) : []),
  ];
}

/** Every text of them that the notice shows, with its place. */
export function textsOfTerms({ conversion, delivery, payment }: GivenTerms = {}): [string, Text | undefined][] {
  return [
    ['terms/conversion/source', conversion?.source],
    ['terms/delivery/place', delivery?.place],
    ['terms/delivery/note', delivery?.note],
    ['terms/payment/note', payment?.note],
  ];
}
