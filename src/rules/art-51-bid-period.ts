import { categories, type Category } from './art-47-scope.js';
import {
  bidPeriodDaysMin,
  failedConditions,
  formalDefects,
  reductionGrounds,
  type ReductionClaims,
} from './bid-period-reductions.js';
import { breach, type Breach, type Breaches, type Derivation } from './breach.js';
import { calendarDays, rollToWorkingDay } from './calendar.js';
import { deadlineIsAWorkingDay } from './deadlines.js';
import type { ArticleEvaluation, LawContext } from './evaluate-types.js';
import type { Facts } from './facts.js';
import { civilDateOf, daysBetween, type CivilDate, type Instant } from './moment.js';
import { periodOn, type PeriodId } from './periods.js';

export interface BidPeriod extends ReductionClaims {
  documentsIssuedAt: Instant;
  bidsCloseAt: Instant;
  category: Category | null;
  /** The adjustment of national law that a period of 10 to 19 days rests on (rulebook P2). */
  legalBasisRef: string | null;
  /** Who wrote the tender, named as the approvers are; whoever approves a reduction must be another. Null where unknown. */
  author: string | null;
}

/** Art. 51 (投标期限): the first civil day on which the deadline may fall, given the reductions claimed; from the issue of the documents, never rolled (G4). */
export function earliestBidDeadline(
  period: Pick<BidPeriod, 'documentsIssuedAt' | 'reductions' | 'noticePublishedOn'>,
): Derivation {
  const from = civilDateOf(period.documentsIssuedAt);
  const { force } = periodOn('bidPeriodDaysMin', from);
  return calendarDays({ article: 51, force, from, days: bidPeriodDaysMin(period, from) });
}

/**
 * Art. 51: suppliers get 40 days from the issue of the documents; fewer only in coded circumstances with their grounds, never fewer than 10.
 * From 10 to 19 days the 20 of national law warn or refuse, and a legal basis must be named (rulebook P2, P12).
 */
export function bidPeriodIsLongEnough(period: BidPeriod, context: LawContext): Breaches {
  const from = civilDateOf(period.documentsIssuedAt);
  const days = daysBetween(from, civilDateOf(period.bidsCloseAt));
  const floor = bound(from, 'bidPeriodFloorDaysMin');
  const found =
    days < floor.days
      ? [tooShort('tender.bid-period-below-floor', days, floor)]
      : [...reductionIsAllowed(period, days), ...nationalMinimumIsKept(period, days, context)];
  return [
    ...found,
    ...bidPeriodIsBounded(period),
    ...deadlineIsAWorkingDay(period.bidsCloseAt, context.calendar, '#/bidsCloseAt'),
  ];
}

/** Policy: bids stay sealed, and their securities bound, for a year at most; whoever needs longer begins anew. */
function bidPeriodIsBounded({ documentsIssuedAt, bidsCloseAt }: Pick<BidPeriod, 'documentsIssuedAt' | 'bidsCloseAt'>): Breaches {
  const from = civilDateOf(documentsIssuedAt);
  const days = daysBetween(from, civilDateOf(bidsCloseAt));
  const most = bound(from, 'bidPeriodDaysMax');
  if (days <= most.days) return [];
  const facts = { days, daysMax: most.days, latestOn: most.result };
  return [breach('tender.bid-period-long', facts, { pointer: '#/bidsCloseAt', derivation: most })];
}

function bound(from: CivilDate, id: PeriodId): Derivation {
  const { force, value } = periodOn(id, from);
  return calendarDays({ article: 51, force, from, days: value });
}

function tooShort(rule: 'tender.bid-period-below-floor' | 'tender.bid-period-short', days: number, least: Derivation): Breach {
  return breach(rule, { days, daysMin: least.days, earliestOn: least.result }, { pointer: '#/bidsCloseAt', derivation: least });
}

function reductionIsAllowed(period: BidPeriod, days: number): Breach[] {
  const from = civilDateOf(period.documentsIssuedAt);
  if (days >= bound(from, 'bidPeriodDaysMin').days) return [];
  const least = earliestBidDeadline(period);
  const short = days < least.days;
  const missing = [
    ...(period.reductions.length === 0 ? ['reductions'] : formalDefects(period, from)),
    ...(short ? failedConditions(period, from) : []),
    ...(days < bound(from, 'bidPeriodNationalDaysMin').days && period.legalBasisRef === null ? ['legalBasisRef'] : []),
  ];
  return [
    ...(short ? [tooShort('tender.bid-period-short', days, least)] : []),
    ...(missing.length > 0
      ? [breach('tender.bid-period-reason-missing', { days, missing }, { pointer: `#/${missing[0]}` })]
      : []),
    ...approverIsAnother(period),
  ];
}

function approverIsAnother({ reductions, author }: BidPeriod): Breach[] {
  const index = reductions.findIndex((one) => author !== null && one.approver === author);
  return index < 0
    ? []
    : [breach('tender.approver-is-author', { approver: author }, { pointer: `#/reductions/${index}/approver` })];
}

function nationalMinimumIsKept(
  { documentsIssuedAt, category, legalBasisRef }: BidPeriod,
  days: number,
  { policy }: LawContext,
): Breach[] {
  const least = bound(civilDateOf(documentsIssuedAt), 'bidPeriodNationalDaysMin');
  if (days >= least.days) return [];
  const found = breach(
    'tender.bid-period-below-national',
    { days, daysMin: least.days, earliestOn: least.result, legalBasisRef },
    { pointer: '#/bidsCloseAt', derivation: least, severity: policy.nationalConflicts === 'block' ? 'refusal' : 'warning' },
  );
  // Works are tendered under the Tendering and Bidding Law, which has the same twenty days in its art. 24.
  return [category === 'works' ? { ...found, cites: { ...found.cites, document: '招标投标法 第24条' } } : found];
}

/** Article 51 over the API's facts; `suggestedOn` is the first working day on or after the earliest lawful deadline. */
export const evaluate51: ArticleEvaluation = (facts, context) => {
  const period = readPeriod(facts);
  const earliest = earliestBidDeadline(period);
  const suggestedOn = rollToWorkingDay(context.calendar, earliest.result as CivilDate);
  return {
    breaches: bidPeriodIsLongEnough(period, context),
    computed: {
      daysMin: earliest.days,
      days: daysBetween(earliest.from, civilDateOf(period.bidsCloseAt)),
      earliestOn: earliest.result,
      suggestedOn,
    },
    ...(suggestedOn === null ? { pending: ['calendarYearMissing'] } : {}),
  };
};

function readPeriod(facts: Facts): BidPeriod {
  facts.only('documentsIssuedAt', 'bidsCloseAt', 'reductions', 'noticePublishedOn', 'category', 'legalBasisRef');
  const reductions = facts.children('reductions').map((one) => {
    one.only('ground', 'justification', 'approver', 'plannedNoticeOn');
    const ground = one.oneOf('ground', reductionGrounds);
    return {
      ground,
      justification: one.blankableText('justification'),
      approver: one.blankableText('approver'),
      plannedNoticeOn: ground === 'plannedNotice' ? one.date('plannedNoticeOn') : one.dateOrNull('plannedNoticeOn'),
    };
  });
  const planned = reductions.some((one) => one.ground === 'plannedNotice');
  return {
    documentsIssuedAt: facts.instant('documentsIssuedAt'),
    bidsCloseAt: facts.instant('bidsCloseAt'),
    reductions,
    noticePublishedOn: planned ? facts.date('noticePublishedOn') : facts.dateOrNull('noticePublishedOn'),
    category: facts.oneOfOrNull('category', categories),
    legalBasisRef: facts.blankableText('legalBasisRef'),
    author: null,
  };
}
