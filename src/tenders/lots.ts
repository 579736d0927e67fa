import type { Breaches } from '../rules/breach.js';
import { lotBudgetsFit, type LotLimits } from '../rules/lots.js';
import { parseMoney, type Fen } from '../rules/money.js';
import type { Lot } from './draft-parts.js';
import type { Tender, TenderContent } from './tender.entity.js';

/** Whether bids, evaluation, award and contracts go lot by lot. A single source has one price for all that it sells. */
export function goesByLots({ method, content }: Pick<Tender, 'method' | 'content'>): boolean {
  return method !== 'single-source' && content.lots.length > 0;
}

/** The lots in the order in which they are gone through where one supplier may not win all of them. */
export function lotsInOrder({ lots, lotLimits }: Pick<TenderContent, 'lots' | 'lotLimits'>): Lot[] {
  const place = (id: string): number => lotLimits?.order?.indexOf(id) ?? lots.findIndex((one) => one.id === id);
  return [...lots].sort((one, other) => place(one.id) - place(other.id));
}

export function lotLimitsOf({ lotLimits }: Pick<TenderContent, 'lotLimits'>): LotLimits {
  return { bidMax: lotLimits?.bidMax ?? null, awardMax: lotLimits?.awardMax ?? null };
}

/** What a bid for the lot may ask at most: the lot's own budget, else the tender's; null where neither was published. */
export function ceilingOf(tender: Pick<Tender, 'budget'>, lot: Lot): Fen | null {
  return parseMoney(lot.budget) ?? parseMoney(tender.budget);
}

/** Art. 52: asked on publication and of every amendment. */
export function lotsAreWithinBudget({ content, budget }: Pick<Tender, 'content' | 'budget'>): Breaches {
  const own = content.lots.flatMap((one) => (one.budget === undefined ? [] : [parseMoney(one.budget) as Fen]));
  return lotBudgetsFit(own, parseMoney(budget));
}
