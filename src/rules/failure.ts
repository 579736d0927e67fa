import { breach, type Breaches } from './breach.js';
import { formatMoney, type Fen } from './money.js';

/** 采购法 art. 36(1): fewer valid bids than this, and the procedure fails. */
export const validBidsMin = 3;

/** Why a procurement is declared failed (废标): 采购法 art. 36(1) to (3), and collusion, which art. 48 names beside them. */
export const failureReasons = [
  'no-bids',
  'too-few-bids',
  'no-conforming-bids',
  'over-budget',
  'illegality',
  'collusion',
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** What the opening and, where there was one, the evaluation showed of the bids. */
export interface BidsFound {
  /** All that were in the box, defective ones too. */
  opened: number;
  /** Neither defective nor rejected nor over the budget. */
  valid: number;
  overBudget: number;
}

/** What must be so for a reason to stand; a reason that is not here does not rest on the bids, and the platform cannot check it. */
const grounds: Partial<Record<FailureReason, (bids: BidsFound) => boolean>> = {
  'no-bids': ({ opened }) => opened === 0,
  'too-few-bids': ({ valid }) => valid < validBidsMin,
  'no-conforming-bids': ({ opened, valid }) => opened > 0 && valid === 0,
  'over-budget': ({ valid, overBudget }) => overBudget > 0 && valid === 0,
};

/** 采购法 art. 36: whether the stated reason is what the bids show. `bids` is null while they are sealed: nothing rests on them then. */
export function failureIsFounded(reason: FailureReason, bids: BidsFound | null): Breaches {
  const stands = grounds[reason];
  if (stands === undefined) return [];
  if (bids === null) return [breach('bid.still-sealed', {}, { pointer: '#/reason' })];
  return stands(bids) ? [] : [breach('tender.failure-unfounded', { reason, ...bids, validBidsMin }, { pointer: '#/reason' })];
}

/** 采购法 art. 36(3): at the published budget or ceiling is within it; a null budget was not published. In fen. */
export function priceIsWithinBudget(price: Fen, budget: Fen | null): Breaches {
  if (budget === null || price <= budget) return [];
  return [breach('award.over-budget', { price: formatMoney(price), budget: formatMoney(budget) })];
}
