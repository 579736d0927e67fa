import type { Breaches, Derivation } from '../rules/breach.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import type { MoneyValue } from '../tenders/tender.entity.js';
import type { ContractAcceptance, ContractChange, ContractPayment } from './contract-life.entity.js';

export interface ChangeAnswer extends Omit<ContractChange, 'added' | 'proposedBy' | 'decidedBy'> {
  added: MoneyValue;
}

export function presentChange(change: ContractChange): ChangeAnswer {
  const { proposedBy: _author, decidedBy: _decider, added, ...shown } = change;
  return { ...shown, added: { amount: added, currency: 'CNY' } };
}

export type AcceptanceAnswer = Omit<ContractAcceptance, 'recordedBy'>;

export function presentAcceptance({ recordedBy: _recorder, ...shown }: ContractAcceptance): AcceptanceAnswer {
  return shown;
}

export interface PaymentAnswer extends Pick<
  ContractPayment,
  'id' | 'version' | 'state' | 'contractId' | 'tenderId' | 'number' | 'title' | 'isFinal' | 'deduction' | 'dueOn' | 'plannedAt'
> {
  amount: MoneyValue;
  derivation: Derivation;
  /** Not paid, and its last day is over: both sides see it. */
  overdue: boolean;
  approvedAt: string | null;
  payment: { on: string; reference: string | null; warnings: Breaches } | null;
  paidAt: string | null;
}

export function presentPayment(row: ContractPayment, now: Instant): PaymentAnswer {
  const { id, version, state, contractId, tenderId, number, title, isFinal, deduction, dueOn, plannedAt } = row;
  return {
    ...{ id, version, state, contractId, tenderId, number, title, isFinal, deduction, dueOn, plannedAt },
    amount: { amount: row.amount, currency: 'CNY' },
    derivation: row.due,
    overdue: state !== 'paid' && civilDateOf(now) > dueOn,
    approvedAt: row.approvedAt,
    payment: row.payment,
    paidAt: row.paidAt,
  };
}
