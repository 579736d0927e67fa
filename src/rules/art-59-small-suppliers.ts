import { breach, type Breaches } from './breach.js';
import type { ArticleEvaluation } from './evaluate-types.js';
import { civilDateOf, type CivilDate } from './moment.js';
import { formatMoney, type Fen } from './money.js';
import { shareOn, type ShareId } from './thresholds.js';

const categories = ['goods', 'services', 'works'] as const;
const sizes = ['micro', 'small', 'medium', 'large'] as const;

/** What decides about a price deduction (价格扣除). Shares are ten-thousandths: 10 % = 1000. */
export interface DeductionCase {
  category: (typeof categories)[number];
  supplierSize: (typeof sizes)[number];
  deduction: number;
  /** What small and micro enterprises get of the contract in a consortium or by subcontract; null where the supplier bids alone. */
  consortiumShare: number | null;
  on: CivilDate;
}

/** The lowest and highest deduction that is lawful, in ten-thousandths. */
export interface DeductionBand {
  min: number;
  max: number;
}

/**
 * 财库〔2020〕46号, 财库〔2022〕19号: small and micro enterprises that bid alone (or hold the whole of a consortium's contract) get 10 to 20 % in
 * goods and services, 3 to 5 % in works; a consortium or subcontract that gives them at least 30 % of the contract 4 to 6 %, in works 1 to 2 %;
 * everybody else nothing.
 */
export function deductionBand(deal: Omit<DeductionCase, 'deduction'>): DeductionBand {
  const { consortiumShare, on } = deal;
  const small = deal.supplierSize === 'small' || deal.supplierSize === 'micro';
  if (small && (consortiumShare === null || consortiumShare === 10_000)) return bandOf('deduction', deal);
  if (consortiumShare !== null && consortiumShare >= shareOn('consortiumShareMin', on).value)
    return bandOf('consortiumDeduction', deal);
  return { min: 0, max: 0 };
}

function bandOf(
  kind: 'deduction' | 'consortiumDeduction',
  deal: { category: DeductionCase['category']; on: CivilDate },
): DeductionBand {
  const object = deal.category === 'works' ? 'Works' : 'GoodsServices';
  const value = (bound: 'Min' | 'Max') => shareOn(`${kind}${object}${bound}` satisfies ShareId, deal.on).value;
  return { min: value('Min'), max: value('Max') };
}

/** 财库〔2022〕19号: the deduction lies in the band of the case, both ends inside. */
export function deductionIsInBand(deal: DeductionCase): Breaches {
  const { min, max } = deductionBand(deal);
  if (deal.deduction >= min && deal.deduction <= max) return [];
  const facts = { deduction: percent(deal.deduction), min: percent(min), max: percent(max) };
  return [breach('sme.deduction-out-of-band', facts, { pointer: '#/deduction' })];
}

/**
 * Art. 59: the price for evaluation only; the contract is at the price of the bid. Exact in fen, half a fen rounded up. A deduction
 * outside its band is not applied.
 */
export function evaluationPrice(deal: DeductionCase & { bidPrice: Fen }): Fen {
  if (deductionIsInBand(deal).length > 0) return deal.bidPrice;
  return (deal.bidPrice * BigInt(10_000 - deal.deduction) + 5_000n) / 10_000n;
}

/** 中小企业促进法 art. 40: at least 30 % (works 40 %, platform policy) is reserved. It binds the year's budget, so for one procurement it only warns. */
export function reservedShareIsEnough(plan: {
  category: DeductionCase['category'];
  reservedShare: number;
  on: CivilDate;
}): Breaches {
  const min = shareOn(plan.category === 'works' ? 'reservedShareWorksMin' : 'reservedShareMin', plan.on).value;
  if (plan.reservedShare >= min) return [];
  const facts = { share: percent(plan.reservedShare), min: percent(min) };
  return [breach('sme.reserved-share-short', facts, { pointer: '#/reservedShare', severity: 'warning' })];
}

const sizeWords =
  /注册资本|资产总额|营业收入|从业人员|员工人数|利润总额|纳税额|registered capital|total assets|annual (turnover|revenue)|number of employees|tax paid/i;

/** 中小企业促进法 art. 40: no criterion asks for the size of an enterprise. Finds the usual words in both languages; the rest is for a person. */
export function sizeIsNoCriterion(criteria: readonly string[]): Breaches {
  return criteria.flatMap((criterion, index) =>
    sizeWords.test(criterion) ? [breach('sme.size-as-criterion', { criterion }, { pointer: `#/criteria/${index}` })] : [],
  );
}

/** 采购法 art. 48: a subcontract needs the consent of the procuring entity. */
export function subcontractIsConsented(subcontract: { consented: boolean }): Breaches {
  return subcontract.consented ? [] : [breach('sme.subcontract-not-consented')];
}

function percent(share: number): string {
  return `${(share / 100).toFixed(2)}%`;
}

/** What evaluate asks: the price that counts in evaluation. */
export const evaluate59: ArticleEvaluation = (facts, { at }) => {
  facts.only('category', 'bidPrice', 'supplierSize', 'deduction', 'consortiumShare', 'reservedShare');
  const deal = {
    category: facts.oneOf('category', categories),
    bidPrice: facts.money('bidPrice'),
    supplierSize: facts.oneOf('supplierSize', sizes),
    deduction: facts.share('deduction'),
    consortiumShare: facts.shareOrNull('consortiumShare'),
    on: civilDateOf(at),
  };
  const reservedShare = facts.shareOrNull('reservedShare');
  return {
    breaches: [...deductionIsInBand(deal), ...(reservedShare === null ? [] : reservedShareIsEnough({ ...deal, reservedShare }))],
    computed: { evaluationPrice: formatMoney(evaluationPrice(deal)) },
  };
};
