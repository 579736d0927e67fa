import { breach, type Bilingual, type Breaches, type Derivation } from './breach.js';
import { calendarDays } from './calendar.js';
import type { CivilDate } from './moment.js';
import { formatMoney, type Fen } from './money.js';
import { periodOn } from './periods.js';
import { shareOn } from './thresholds.js';

/** What a change of a contract (合同变更) may touch; the first four are its substance. */
export const changeMatters = [
  'subject',
  'quality',
  'unit-price',
  'supplier',
  'quantity',
  'delivery-date',
  'delivery-place',
  'payment-terms',
  'contact',
  'party-name',
  'other',
] as const;
export type ChangeMatter = (typeof changeMatters)[number];

const substance: Partial<Record<ChangeMatter, Bilingual>> = {
  subject: { zh: '标的', en: 'the subject' },
  quality: { zh: '质量', en: 'the quality' },
  'unit-price': { zh: '单价', en: 'the unit price' },
  supplier: { zh: '供应商', en: 'the supplier' },
};

const whole = 10_000n;

/** 采购法 art. 50, 招标投标法 art. 46: the substance of a contract stays as it was awarded. */
export function changeKeepsTheSubstance(touches: readonly ChangeMatter[]): Breaches {
  const matters = touches.flatMap((one) => substance[one] ?? []);
  return matters.length === 0 ? [] : [breach('contract.change-substantial', { matters }, { pointer: '#/touches' })];
}

/** 采购法 art. 49: more of the same, all of it together within a tenth of the original contract, and nothing else with it. */
export function additionIsBounded(
  change: { touches: readonly ChangeMatter[]; added: Fen; addedBefore: Fen; contract: Fen },
  on: CivilDate,
): Breaches {
  const { touches, added, addedBefore, contract } = change;
  const total = added + addedBefore;
  const max = (contract * BigInt(shareOn('supplementShareMax', on).value)) / whole;
  const isAddition = added > 0n;
  const isWhole = touches.includes('quantity') === isAddition && (!isAddition || touches.length === 1);
  return [
    ...(isWhole ? [] : [breach('contract.addition-mixed', {}, { pointer: '#/touches' })]),
    ...(isAddition && total > max
      ? [breach('contract.addition-over-tenth', { total: formatMoney(total), max: formatMoney(max) }, { pointer: '#/added' })]
      : []),
  ];
}

/** 采购法 art. 41: the procuring entity organises the acceptance; once it has finally accepted, there is nothing left to accept. */
export function acceptanceIsHeld(report: { sides: readonly string[]; finallyAccepted: boolean }): Breaches {
  return [
    ...(report.finallyAccepted ? [breach('acceptance.already-final')] : []),
    ...(report.sides.includes('procurer') ? [] : [breach('acceptance.procurer-absent', {}, { pointer: '#/participants' })]),
  ];
}

/** 保障中小企业款项支付条例 art. 9: 30 days from the delivery unless the documents said longer, and for a small supplier never over 60. */
export function paymentDaysAreFew(
  payment: { days: number; announced: number | null; isSmall: boolean },
  on: CivilDate,
): Breaches {
  const agreed = payment.announced ?? periodOn('smePaymentDays', on).value;
  const daysMax = payment.isSmall ? Math.min(agreed, periodOn('smePaymentDaysMax', on).value) : agreed;
  return payment.days <= daysMax ? [] : [breach('payment.days-too-many', { days: payment.days, daysMax }, { pointer: '#/days' })];
}

/** The last day for a payment; a cap is never rolled to a working day (rulebook G4). */
export function paymentDue(from: CivilDate, days: number): Derivation {
  const { force } = periodOn('smePaymentDays', from);
  return calendarDays({ article: 59, force, from, days });
}

/** Policy: the payments together are what the contract costs, and the final one makes them so, but for a reasoned deduction. */
export function paymentsFitTheContract(payment: {
  amount: Fen;
  planned: Fen;
  contract: Fen;
  isFinal: boolean;
  hasFinal: boolean;
  isDeducted: boolean;
}): Breaches {
  const total = payment.amount + payment.planned;
  const facts = { total: formatMoney(total), amount: formatMoney(payment.contract) };
  if (payment.hasFinal) return [breach('payment.after-final')];
  if (total > payment.contract) return [breach('payment.over-contract', facts, { pointer: '#/amount' })];
  const differs = payment.isFinal && total !== payment.contract && !payment.isDeducted;
  return differs ? [breach('payment.final-differs', facts, { pointer: '#/amount' })] : [];
}

/** Being late is no reason not to pay: it is written down with a warning. */
export function paymentIsInTime(on: CivilDate, due: Derivation): Breaches {
  const dueOn = due.result as CivilDate;
  return on <= dueOn ? [] : [breach('payment.late', { on, dueOn }, { pointer: '#/on', derivation: due })];
}

/** 实施条例 art. 45, policy: a contract is fulfilled once it is finally accepted and its final payment, and every other, is made. */
export function contractIsFulfilled(contract: {
  on: CivilDate;
  finallyAcceptedOn: CivilDate | null;
  amount: Fen;
  paid: Fen;
  isPaidUp: boolean;
}): Breaches {
  const { on, finallyAcceptedOn, amount, paid, isPaidUp } = contract;
  return [
    ...(finallyAcceptedOn !== null && finallyAcceptedOn <= on
      ? []
      : [breach('contract.acceptance-missing', { on }, { pointer: '#/on' })]),
    ...(isPaidUp ? [] : [breach('contract.payment-open', { amount: formatMoney(amount), paid: formatMoney(paid) })]),
  ];
}
