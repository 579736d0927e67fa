import type { Security } from '../bids/security.entity.js';
import type { Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import { dueOf, type SecurityRow } from './securities.queries.js';

export interface SecurityAnswer extends Pick<
  Security,
  'id' | 'version' | 'kind' | 'tenderId' | 'bidId' | 'contractId' | 'procurerId' | 'supplierId' | 'form' | 'issuer' | 'number'
> {
  amount: { amount: string; currency: 'CNY' };
  validUntil: string;
  recordedAt: string;
  /** The last day for giving it back; null while nothing frees it, or while its calendar is missing. */
  refundDueOn: string | null;
  derivation: Derivation | null;
  /** Not given back, and its last day is over: the supplier sees it as well. */
  overdue: boolean;
  /** How its forfeiture stands; null where nobody meant to keep it. */
  forfeiture: SecurityRow['forfeiture'];
  refund: Security['refund'];
  refundedAt: string | null;
}

export function presentSecurity(row: SecurityRow, calendar: Calendar, now: Instant): SecurityAnswer {
  const { freedOn: _freed, ofWinner: _winner, recordedBy: _recorder, refundedBy: _refunder, amount, ...shown } = row;
  const { due } = dueOf(row, calendar);
  const refundDueOn = due?.result ?? null;
  return {
    ...shown,
    amount: { amount, currency: 'CNY' },
    refundDueOn,
    derivation: due,
    overdue: row.refundedAt === null && refundDueOn !== null && civilDateOf(now) > refundDueOn,
  };
}
