import { breach, type Bilingual, type Breaches } from './breach.js';

/** What the records say of a person beside one complaint. */
export interface ReviewerTies {
  /** Has withdrawn from this case or was made to. */
  recused: boolean;
  /** Belongs to a party, to its agency or to a bidder, or acts for one by power of attorney. */
  party: boolean;
  /** Has done anything else in this procurement, or keeps a lock of it. */
  acted: boolean;
  /** Evaluates, or keeps a lock, in another running procurement of the entity. */
  serves: boolean;
}

export type ReviewerTie = keyof ReviewerTies;

export const reviewerTieNames: Record<ReviewerTie, Bilingual> = {
  recused: { zh: '已经回避', en: 'has withdrawn from this case' },
  party: { zh: '属于当事一方或投标人', en: 'belongs to a party or a bidder' },
  acted: { zh: '曾参与该采购活动', en: 'has acted in this procurement' },
  serves: { zh: '正在为该采购人评审或保管密钥', en: 'evaluates or keeps a lock for this entity now' },
};

const all = Object.keys(reviewerTieNames) as readonly ReviewerTie[];

/** What bars a person from a case (回避事由), in the order of the codes. */
export function barringReviewerTies(ties: ReviewerTies): ReviewerTie[] {
  return all.filter((one) => ties[one]);
}

/** Art. 60: whoever reviews belongs to no party and to no bidder and has no other duty in this procurement or for this entity. */
export function reviewerHasNoTie(ties: ReviewerTies): Breaches {
  const [tie] = barringReviewerTies(ties);
  return tie === undefined ? [] : [breach('complaint.reviewer-conflicted', { tie, reason: reviewerTieNames[tie] })];
}

/** The same of who is let into the case to translate or to advise. */
export function assistantHasNoTie(ties: ReviewerTies & { reviews: boolean }): Breaches {
  const [tie] = barringReviewerTies(ties);
  if (tie !== undefined)
    return [breach('complaint.assistant-tied', { tie, reason: reviewerTieNames[tie] }, { pointer: '#/personId' })];
  if (!ties.reviews) return [];
  const reason = { zh: '即为本案审查人员', en: 'reviews the case itself' };
  return [breach('complaint.assistant-tied', { tie: 'reviews', reason }, { pointer: '#/personId' })];
}

/** Only the reviewer whom the draw assigned acts, and has declared before that no conflict of interest exists. */
export function assignedReviewerActs(reviewer: { personId: string; assignedId: string | null; hasDeclared: boolean }): Breaches {
  if (reviewer.assignedId !== reviewer.personId) return [breach('complaint.reviewer-not-assigned')];
  return reviewer.hasDeclared ? [] : [breach('complaint.declaration-missing')];
}

/** 回避申请 is decided by another reviewer of the authority, and once. */
export function recusalIsDecidable(request: { state: string; aboutId: string; deciderId: string }): Breaches {
  if (request.aboutId === request.deciderId) return [breach('complaint.recusal-own-cause')];
  return request.state === 'requested' ? [] : [breach('complaint.recusal-decided')];
}
