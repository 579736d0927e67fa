import { breach, type Breaches, type Derivation } from './breach.js';
import { workingDays, type Calendar } from './calendar.js';
import type { CivilDate } from './moment.js';
import { formatMoney, type Fen } from './money.js';
import { periodOn } from './periods.js';
import { shareOn } from './thresholds.js';

/** 实施条例 art. 33: never cash. */
export const securityForms = ['guarantee', 'insurance', 'cheque', 'draft', 'transfer'] as const;
export type SecurityForm = (typeof securityForms)[number];

const whole = 10_000n;

/** 实施条例 art. 33: a tender security (投标保证金) is at most two hundredths of the budget; without a known budget none can be shown to be. */
export function tenderSecurityIsBounded({ amount, budget }: { amount: Fen; budget: Fen | null }, on: CivilDate): Breaches {
  const max = ((budget ?? 0n) * BigInt(shareOn('tenderSecurityShareMax', on).value)) / whole;
  if (amount <= max) return [];
  const facts = { amount: formatMoney(amount), max: budget === null ? null : formatMoney(max) };
  return [breach('security.tender-over-two-percent', facts, { pointer: '#/terms/tenderSecurity/amount' })];
}

/** 实施条例 art. 48, as the documents ask for it: a share of the contract in ten-thousandths. */
export function performanceShareIsBounded(share: number, on: CivilDate): Breaches {
  const max = shareOn('performanceSecurityShareMax', on).value;
  if (share <= max) return [];
  const facts = { asked: `${share / 100}%`, max: `${max / 100}%` };
  return [breach('security.performance-over-tenth', facts, { pointer: '#/terms/performanceSecurity/share' })];
}

/** The same of what was handed over for a contract; and no more than the documents asked for. */
export function performanceSecurityIsDue(given: { amount: Fen; contract: Fen; asked: number }, on: CivilDate): Breaches {
  const { amount, contract, asked } = given;
  const of = (share: number): Fen => (contract * BigInt(share)) / whole;
  const max = of(shareOn('performanceSecurityShareMax', on).value);
  const pointer = '#/amount';
  if (amount > max)
    return [breach('security.performance-over-tenth', { asked: formatMoney(amount), max: formatMoney(max) }, { pointer })];
  return amount <= of(asked) ? [] : [breach('security.not-asked', { max: formatMoney(of(asked)) }, { pointer })];
}

export interface AskedSecurity {
  amount: Fen;
  forms: readonly SecurityForm[];
}

export interface GivenSecurity {
  amount: Fen;
  form: SecurityForm;
  validUntil: CivilDate;
}

/** 实施条例 art. 33: where the documents ask for a tender security, a bid without it is invalid. Its proof is sealed with the bid: before the opening it would name the bidder. */
export function bidIsSecured(asked: AskedSecurity | null, given: GivenSecurity | null, bidsCloseOn: CivilDate): Breaches {
  if (asked === null) return [];
  const reason = faultOf(asked, given, bidsCloseOn);
  return reason === null ? [] : [breach('bid.security-missing', { reason })];
}

function faultOf(asked: AskedSecurity, given: GivenSecurity | null, bidsCloseOn: CivilDate): { zh: string; en: string } | null {
  if (given === null) return { zh: '未提交', en: 'none is given' };
  if (given.amount < asked.amount) return { zh: '金额不足', en: 'its amount is too small' };
  if (!asked.forms.includes(given.form)) return { zh: '形式不符', en: 'its form is not accepted' };
  if (given.validUntil <= bidsCloseOn) return { zh: '截止时已失效', en: 'it does not outlast the deadline' };
  return null;
}

const refundPeriods = {
  tender: 'tenderSecurityRefundWorkingDaysMax',
  performance: 'performanceSecurityRefundWorkingDaysMax',
} as const;

/**
 * 实施条例 art. 33: the last day for giving a tender security back: five working days from the award notice to who did not win, from the contract
 * to who did. Policy: the same from the end of a procurement without award, and for a performance security from the end of the contract.
 */
export function refundDue(kind: keyof typeof refundPeriods, from: CivilDate, calendar: Calendar): Derivation {
  const { force, value } = periodOn(refundPeriods[kind], from);
  return workingDays({ article: 59, force, from, days: value, calendar });
}

export function refundIsInTime(on: CivilDate, due: Derivation | null): Breaches {
  if (due === null || due.result === null || on <= due.result) return [];
  return [breach('security.refund-late', { on, dueOn: due.result }, { pointer: '#/on', derivation: due })];
}
