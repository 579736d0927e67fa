import { breach, type Breaches } from './breach.js';
import { formatMoney, type Fen } from './money.js';

/** 采购法 art. 36(1): fewer valid bids than this, and the procedure fails. */
export const validBidsMin = 3;

/** Why a procurement is declared failed (废标): 采购法 art. 36(1) to (3), and collusion, which art. 48 names beside them; under invited tendering also for want of suppliers to invite. */
export const failureReasons = [
  'no-bids',
  'too-few-bids',
  'no-conforming-bids',
  'over-budget',
  'illegality',
  'collusion',
  'no-applications',
  'too-few-qualified',
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

/** What the prequalification showed once its deadline had passed (资格预审). */
export interface ApplicationsFound {
  received: number;
  qualified: number;
  undecided: number;
  /** As many qualify as invited tendering needs. */
  enough: boolean;
}

const applicationGrounds: Partial<Record<FailureReason, (found: ApplicationsFound) => boolean>> = {
  'no-applications': ({ received }) => received === 0,
  'too-few-qualified': ({ undecided, enough }) => undecided === 0 && !enough,
};

/** What must be so for a reason to stand; a reason that is not here does not rest on the bids, and the platform cannot check it. */
const grounds: Partial<Record<FailureReason, (bids: BidsFound) => boolean>> = {
  'no-bids': ({ opened }) => opened === 0,
  'too-few-bids': ({ valid }) => valid < validBidsMin,
  'no-conforming-bids': ({ opened, valid }) => opened > 0 && valid === 0,
  'over-budget': ({ valid, overBudget }) => overBudget > 0 && valid === 0,
};

/** 采购法 art. 36: whether a reason that rests on the applications is what they show; null where there are none to rest on, or they may still come in. */
export function failureRestsOnApplications(reason: FailureReason, found: ApplicationsFound | null): Breaches {
  const stands = applicationGrounds[reason];
  if (stands === undefined || (found !== null && stands(found))) return [];
  const shown =
    found === null
      ? { zh: '没有已截止的资格预审', en: 'no prequalification has closed' }
      : {
          zh: `申请${found.received}份，合格${found.qualified}份，未决定${found.undecided}份`,
          en: `${found.received} applications, ${found.qualified} qualified, ${found.undecided} undecided`,
        };
  return [breach('tender.failure-applications-unfounded', { reason, found: shown }, { pointer: '#/reason' })];
}

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
