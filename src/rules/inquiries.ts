import { breach, type Breaches } from './breach.js';
import { civilDateOf, isBefore, microsOf, type Instant } from './moment.js';
import { periodOn } from './periods.js';

/** What a committee asks about (澄清、说明、补正): formal defects by their kind, and a price that is abnormally low. */
export const formalDefects = ['ambiguity', 'inconsistency', 'clerical-error', 'arithmetic', 'formality'] as const;
export const inquiryClasses = [...formalDefects, 'low-price'] as const;
export type InquiryClass = (typeof inquiryClasses)[number];

/** A formal defect is raised once in a round, with all at once; a low price with each bidder by itself. */
export function sameOpportunityForAll(inquiry: {
  class: InquiryClass;
  bidIds: readonly string[];
  /** The bids that show the defect as far as the platform can tell. */
  showing: readonly string[];
  alreadyAsked: boolean;
}): Breaches {
  if (inquiry.class === 'low-price') return [];
  const bidIds = inquiry.showing.filter((id) => !inquiry.bidIds.includes(id));
  return [
    ...(inquiry.alreadyAsked ? [breach('inquiry.class-already-asked', {}, { pointer: '#/class' })] : []),
    ...(bidIds.length > 0 ? [breach('inquiry.bids-left-out', { bidIds }, { pointer: '#/bids' })] : []),
  ];
}

const microsOfMinute = 60_000_000n;

/** 财库〔2026〕2号 for a low price, policy for the rest: bidders get their time, counted from the question. */
export function answerTimeIsEnough(inquiry: { class: InquiryClass; askedAt: Instant; dueAt: Instant }): Breaches {
  const low = inquiry.class === 'low-price';
  const minutesMin = periodOn(low ? 'lowPriceAnswerMinutesMin' : 'inquiryAnswerMinutesMin', civilDateOf(inquiry.askedAt)).value;
  const given = (microsOf(inquiry.dueAt) as bigint) - (microsOf(inquiry.askedAt) as bigint);
  if (given >= BigInt(minutesMin) * microsOfMinute) return [];
  return [breach(low ? 'inquiry.low-price-time-short' : 'inquiry.answer-time-short', { minutesMin }, { pointer: '#/dueAt' })];
}

export function answerIsInTime({ dueAt }: { dueAt: Instant }, now: Instant): Breaches {
  return isBefore(now, dueAt) ? [] : [breach('inquiry.answer-late', { dueAt })];
}

/** Price and substance stay as they are: an answer speaks of the price only to confirm, or not, what the rule makes of it. */
export function answerKeepsTheOffer(answer: { class: InquiryClass; confirms: boolean | null }): Breaches {
  if ((answer.class === 'arithmetic') === (answer.confirms !== null)) return [];
  return [breach('inquiry.confirmation-missing', {}, { pointer: '#/confirmsPrice' })];
}

/** The committee judges once the bidder has spoken, or its time is over. */
export function bidderHadItsTime(inquiry: { answered: boolean; dueAt: Instant }, now: Instant): Breaches {
  return inquiry.answered || !isBefore(now, inquiry.dueAt) ? [] : [breach('inquiry.not-over')];
}

/** Decided by the majority of the whole panel (少数服从多数); where all have spoken and no majority refuses, the bid stands. Null while open. */
export function verdictOf(panel: { size: number; accepting: number; refusing: number }): 'accepted' | 'refused' | null {
  if (panel.refusing * 2 > panel.size) return 'refused';
  const spoken = panel.accepting + panel.refusing;
  return panel.accepting * 2 > panel.size || spoken >= panel.size ? 'accepted' : null;
}

/** What is decided against a bid in an inquiry rejects it, whatever the evaluators found. */
export function refusedInquiry(inquiry: { class: InquiryClass }): Breaches {
  switch (inquiry.class) {
    case 'low-price':
      return [breach('evaluation.price-unjustified')];
    case 'arithmetic':
      return [breach('evaluation.correction-unconfirmed')];
    default:
      return [breach('evaluation.defect-stands', { class: inquiry.class })];
  }
}

/** 财库〔2026〕2号: a bid is refused for its price only after its bidder was asked in writing and the committee found against it. */
export function lowPriceWasAsked(finding: { lowPrice: boolean; refused: boolean }, pointer: string): Breaches {
  return !finding.lowPrice || finding.refused ? [] : [breach('evaluation.low-price-not-asked', {}, { pointer })];
}
