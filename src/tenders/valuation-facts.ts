import { valuationIsComplete, valueOf, type Valuation } from '../rules/art-52-valuation.js';
import { breach, type Breaches } from '../rules/breach.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
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

/** Art. 52: an extension of the contract is an option, and options count at their price, be it zero; a lease has its months for it. */
export function extensionIsValued({ content, valuation }: Pick<Tender, 'content' | 'valuation'>): Breaches {
  const contracts = valuation?.contracts ?? [];
  if (content.contractPeriod?.maxExtentOn === undefined || contracts.length === 0) return [];
  if (contracts.some((one) => (one.options ?? []).length > 0)) return [];
  return [breach('valuation.incomplete', { missing: ['options'] }, { pointer: '#/valuation/contracts/0/options' })];
}

/** Art. 52: the value of the whole procurement on a day, in fen; null where it is not known. */
export function estimatedValueOf(valuation: Tender['valuation'], at: Instant): Fen | null {
  const facts = valuationOf(valuation);
  if (facts === null || valuationIsComplete(facts).length > 0) return null;
  return valueOf(facts, civilDateOf(at));
}

function fen(value: MoneyValue): Fen {
  return parseMoney(value) as Fen;
}

function fenOrNull(value: MoneyValue | undefined): Fen | null {
  return value === undefined ? null : fen(value);
}
