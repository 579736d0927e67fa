import type { Valuation } from '../rules/art-52-valuation.js';
import { parseMoney, type Fen } from '../rules/money.js';
import type { MoneyValue, Tender } from './tender.entity.js';

/** The stored valuation as art. 52 reads it; null where none is given. Its amounts were checked when they came in. */
export function valuationOf(stored: Tender['valuation']): Valuation | null {
  if (stored?.lease) return { kind: 'lease', monthly: fen(stored.lease.monthly), months: stored.lease.months };
  if (stored?.unknown) return { kind: 'unknown' };
  if (!stored?.contracts) return null;
  return {
    kind: 'contracts',
    contracts: stored.contracts.map((one) => ({
      base: fen(one.base),
      fees: fenOrNull(one.fees),
      commissions: fenOrNull(one.commissions),
      premiums: fenOrNull(one.premiums),
      interest: fenOrNull(one.interest),
      otherRevenue: fenOrNull(one.otherRevenue),
      options: (one.options ?? []).map(fen),
    })),
  };
}

function fen(value: MoneyValue): Fen {
  return parseMoney(value) as Fen;
}

function fenOrNull(value: MoneyValue | undefined): Fen | null {
  return value === undefined ? null : fen(value);
}
