import { singleSourceNoticeEnd, type SingleSourceGround } from './art-48-single-source.js';
import { breach, type Breach, type Breaches, type Derivation, type Force } from './breach.js';
import { firstYearMissing, workingDays, type Calendar } from './calendar.js';
import { following } from './following.js';
import { addDays, civilDateOf, isBefore, startOfDay, type CivilDate, type Instant } from './moment.js';
import { formatMoney, type Fen } from './money.js';
import { periodOn } from './periods.js';

/** The period of the public notice (单一来源公示期). */
export interface NoticePeriod {
  /** 实施条例 art. 38 binds the only supplier at or above the threshold; for every other case the period is this platform's choice. */
  force: Force;
  endsOn: CivilDate | null;
  /** The first instant at which an objection is late and the award possible; null while a calendar is missing. */
  endsAt: Instant | null;
  derivation: Derivation;
}

/** An emergency cannot wait: its notice is published at once and bars nothing (policy; 财库〔2026〕12号, second-hand). */
export function noticePeriodOf(args: {
  ground: SingleSourceGround;
  atThreshold: boolean;
  publishedAt: Instant;
  calendar: Calendar;
}): NoticePeriod {
  const { ground, publishedAt, calendar } = args;
  const on = civilDateOf(publishedAt);
  if (ground === 'emergency') {
    const derivation = workingDays({ article: 48, force: 'policy', from: on, days: 0, calendar });
    return { force: 'policy', endsOn: on, endsAt: publishedAt, derivation };
  }
  const force = ground === 'onlySupplier' && args.atThreshold ? 'national' : 'policy';
  const derivation = { ...singleSourceNoticeEnd(publishedAt, calendar), force } as const;
  const endsOn = derivation.result;
  return { force, endsOn, endsAt: endsOn === null ? null : startOfDay(addDays(endsOn, 1)), derivation };
}

/** Rulebook P11: the procuring entity's own notice waits until its end can be told. */
export function noticeEndIsKnown({ derivation }: NoticePeriod, calendar: Calendar): Breaches {
  if (derivation.result !== null) return [];
  return [breach('calendar.year-missing', { year: firstYearMissing(calendar, derivation.from) }, { derivation })];
}

/** Rulebook P4: at the end of the period is late. */
export function objectionIsInTime(args: { receivedAt: Instant; endsAt: Instant; derivation: Derivation }): Breaches {
  const { receivedAt, endsAt, derivation } = args;
  if (isBefore(receivedAt, endsAt)) return [];
  return [breach('single-source.objection-late', { receivedAt, noticeEndsOn: derivation.result }, { derivation })];
}

/** 74号令 art. 39 from memory, so policy: the supplementary review ends five working days after the notice. */
export function supplementaryReviewDue(notice: Derivation, calendar: Calendar): Derivation {
  return following(notice, (from) => {
    const { force, value } = periodOn('supplementaryReviewWorkingDaysMax', from);
    return workingDays({ article: 48, force, from, days: value, calendar });
  });
}

/** A warning that is stored and published with the review; null due date: nothing is overdue (P11). */
export function reviewIsInTime(now: Instant, due: Derivation): Breaches {
  if (due.result === null || civilDateOf(now) <= due.result) return [];
  return [breach('single-source.review-overdue', { dueOn: due.result }, { derivation: due })];
}

/** No award while the notice runs, an objection is unanswered or one was upheld. `endsAt` is the notice's. */
export function sourceMayBeAwarded(args: {
  now: Instant;
  endsAt: Instant;
  derivation: Derivation;
  objections: { open: number; upheld: number };
}): Breaches {
  const { now, endsAt, derivation, objections } = args;
  return [
    ...(isBefore(now, endsAt)
      ? [breach('single-source.notice-running', { noticeEndsOn: derivation.result }, { derivation })]
      : []),
    ...(objections.open > 0 ? [breach('single-source.objection-open', { count: objections.open })] : []),
    ...(objections.upheld > 0 ? [breach('single-source.objection-upheld')] : []),
  ];
}

export interface DirectAward {
  supplierId: string;
  proposedId: string;
  price: Fen;
  /** The lower of budget and estimated value, in fen. */
  ceiling: Fen;
  heldOn: CivilDate;
  publishedOn: CivilDate;
  today: CivilDate;
  /** People present, by side. */
  sides: readonly ('procurer' | 'supplier' | 'expert')[];
}

/** Art. 48, 采购法 arts. 36 and 39: the proposed supplier, within the money there is, on a negotiation that is on record (协商情况记录). */
export function directAwardIsLawful(award: DirectAward): Breaches {
  const facts = { price: formatMoney(award.price), ceiling: formatMoney(award.ceiling) };
  return [
    ...(award.supplierId === award.proposedId
      ? []
      : [breach('single-source.other-supplier', { proposed: award.proposedId }, { pointer: '#/supplierId' })]),
    ...(award.price <= award.ceiling ? [] : [breach('single-source.price-over-value', facts, { pointer: '#/price' })]),
    ...negotiationIsRecorded(award),
  ];
}

function negotiationIsRecorded({ sides, heldOn, publishedOn, today }: DirectAward): Breach[] {
  const missing = [
    ...(sides.includes('procurer') ? [] : ['people:procurer']),
    ...(sides.includes('supplier') ? [] : ['people:supplier']),
    ...(publishedOn <= heldOn && heldOn <= today ? [] : ['heldOn']),
  ];
  if (missing.length === 0) return [];
  return [breach('single-source.negotiation-incomplete', { missing }, { pointer: '#/negotiation' })];
}
