import { breach, type Breaches } from './breach.js';
import type { BidsFound } from './failure.js';
import { formatMoney, type Fen } from './money.js';

/** What the documents fix of several lots to one supplier; null where they set no limit. */
export interface LotLimits {
  bidMax: number | null;
  awardMax: number | null;
}

/** Policy, from art. 52: the lots' own budgets are parts of the tender's. A lot without one is bounded by the tender's alone; in fen. */
export function lotBudgetsFit(budgets: readonly Fen[], budget: Fen | null): Breaches {
  const sum = budgets.reduce((total, one) => total + one, 0n);
  if (budget === null || sum <= budget) return [];
  return [breach('tender.lot-budgets-over', { sum: formatMoney(sum), budget: formatMoney(budget) }, { pointer: '#/lots' })];
}

/** Policy: where there are lots, a bid says which it is for, and for no more than the documents allow (限投). `count` is null where it names none. */
export function bidIsForLots(count: number | null, { bidMax }: LotLimits): Breaches {
  if (count === null) return [breach('bid.lots-missing')];
  return bidMax === null || count <= bidMax ? [] : [breach('bid.too-many-lots', { count, max: bidMax })];
}

/** Policy: one act decides every lot that has no result yet, each once, so that all bidders learn of it by one notice. */
export function everyLotIsDecided(named: readonly string[], lots: { all: readonly string[]; open: readonly string[] }): Breaches {
  const undecided = lots.open.filter((lot) => !named.includes(lot));
  return [
    ...named.flatMap((lot, index) => {
      const pointer = `#/lots/${index}/lotId`;
      if (!lots.all.includes(lot)) return [breach('award.lot-unknown', { lot }, { pointer })];
      return lots.open.includes(lot) && named.indexOf(lot) === index ? [] : [breach('award.lot-decided', { lot }, { pointer })];
    }),
    ...(undecided.length > 0 ? [breach('award.lots-undecided', { lots: undecided }, { pointer: '#/lots' })] : []),
  ];
}

/** Whether a supplier takes another lot (限中): the lots are gone through in the published order, and whoever has as many as it may is passed over. */
export function mayWinAnother(won: number, { awardMax }: LotLimits): Breaches {
  return awardMax === null || won < awardMax ? [] : [breach('award.lot-limit-reached', { won, max: awardMax })];
}

/** What the bids of all lots show together: a reason that rests on them has to hold in every lot, so the lot with the most counts. */
export function mostFound(lots: readonly BidsFound[]): BidsFound {
  const most = (of: (found: BidsFound) => number): number => Math.max(0, ...lots.map(of));
  return { opened: most((one) => one.opened), valid: most((one) => one.valid), overBudget: most((one) => one.overBudget) };
}
