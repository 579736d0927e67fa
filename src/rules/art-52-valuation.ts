import { breach, type Breaches } from './breach.js';
import type { ArticleEvaluation } from './evaluate-types.js';
import type { Facts } from './facts.js';
import { civilDateOf, type CivilDate } from './moment.js';
import { formatMoney, type Fen } from './money.js';
import { periodOn } from './periods.js';

/** One contract of the procurement over its whole duration, in fen, tax included; a null component is none. */
export interface ContractValue {
  base: Fen;
  fees: Fen | null;
  commissions: Fen | null;
  premiums: Fen | null;
  interest: Fen | null;
  otherRevenue: Fen | null;
  /** The greatest value of each option. */
  options: readonly Fen[];
}

export type Valuation =
  | { kind: 'contracts'; contracts: readonly ContractValue[] }
  | { kind: 'lease'; monthly: Fen; months: number | null }
  | { kind: 'total'; total: Fen }
  | { kind: 'unknown' };

/** Art. 52 (采购估值): all fees, commissions and interest, options at their price, and every contract of the procurement, in fen; null where unknown. */
export function valueOf(valuation: Valuation, day: CivilDate): Fen | null {
  switch (valuation.kind) {
    case 'contracts':
      return valuation.contracts.reduce((total, one) => total + contractValue(one), 0n);
    case 'lease':
      return valuation.monthly * BigInt(valuation.months ?? periodOn('indefiniteLeaseMonths', day).value);
    case 'total':
      return valuation.total;
    case 'unknown':
      return null;
  }
}

function contractValue({ base, fees, commissions, premiums, interest, otherRevenue, options }: ContractValue): Fen {
  return [fees, commissions, premiums, interest, otherRevenue, ...options].reduce<Fen>((total, one) => total + (one ?? 0n), base);
}

/** Art. 52: a valuation counts all contracts of the procurement, so there is at least one. */
export function valuationIsComplete(valuation: Valuation): Breaches {
  if (valuation.kind !== 'contracts' || valuation.contracts.length > 0) return [];
  return [breach('valuation.incomplete', { missing: ['contracts'] }, { pointer: '#/contracts' })];
}

export interface EarlierPurchase {
  /** 品目 code and budget year of the purchase. */
  itemClass: string;
  budgetYear: number;
  value: Fen;
  openTendering: boolean;
}

/**
 * Implementing Regulation art. 28 (化整为零): one entity's purchases of one item class in one budget year by other means than open tendering may not
 * add up to more than the open-tendering threshold, which is configuration of the place (in fen; null: none configured, nothing to test).
 */
export function purchasesAreNotSplit(purchases: readonly EarlierPurchase[], openTenderingThreshold: Fen | null): Breaches {
  if (openTenderingThreshold === null) return [];
  const totals = new Map<string, { itemClass: string; budgetYear: number; total: Fen; count: number }>();
  for (const { itemClass, budgetYear, value, openTendering } of purchases) {
    if (openTendering) continue;
    const key = `${budgetYear} ${itemClass}`;
    const before = totals.get(key) ?? { itemClass, budgetYear, total: 0n, count: 0 };
    totals.set(key, { ...before, total: before.total + value, count: before.count + 1 });
  }
  return [...totals.values()]
    .filter(({ total, count }) => count > 1 && total > openTenderingThreshold)
    .map(({ total, ...one }) =>
      breach('valuation.splitting-suspected', {
        ...one,
        total: formatMoney(total),
        threshold: formatMoney(openTenderingThreshold),
      }),
    );
}

/** Article 52 over the API's facts: exactly one of `contracts`, `lease` and `estimatedValue`. An unknown value counts as at the threshold. */
export const evaluate52: ArticleEvaluation = (facts, { at }) => {
  const valuation = readValuation(facts);
  const breaches = valuationIsComplete(valuation);
  const total = breaches.length > 0 ? null : valueOf(valuation, civilDateOf(at));
  return { breaches, computed: { total: total === null ? null : formatMoney(total), treatedAsAtThreshold: total === null } };
};

function readValuation(facts: Facts): Valuation {
  facts.only('contracts', 'lease', 'estimatedValue');
  const given = ['contracts', 'lease', 'estimatedValue'].filter(
    (name) => facts.has(name) || (name === 'estimatedValue' && facts.isNull(name)),
  );
  for (const name of given.slice(1))
    facts.refuse(name, `不能与“${given[0]}”同时提供。`, `Cannot be given together with "${given[0]}".`);
  if (given[0] === 'lease') return readLease(facts.child('lease'));
  if (given[0] === 'estimatedValue')
    return facts.has('estimatedValue') ? { kind: 'total', total: facts.money('estimatedValue') } : { kind: 'unknown' };
  return { kind: 'contracts', contracts: facts.children('contracts').map(readContract) };
}

function readLease(lease: Facts): Valuation {
  lease.only('monthly', 'months');
  return { kind: 'lease', monthly: lease.money('monthly'), months: lease.isNull('months') ? null : lease.count('months', 1) };
}

function readContract(contract: Facts): ContractValue {
  contract.only('base', 'fees', 'commissions', 'premiums', 'interest', 'otherRevenue', 'options');
  return {
    base: contract.money('base'),
    fees: contract.moneyOrNull('fees'),
    commissions: contract.moneyOrNull('commissions'),
    premiums: contract.moneyOrNull('premiums'),
    interest: contract.moneyOrNull('interest'),
    otherRevenue: contract.moneyOrNull('otherRevenue'),
    options: contract.has('options') ? contract.moneys('options') : [],
  };
}
