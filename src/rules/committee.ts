import { breach, type Bilingual, type Breaches } from './breach.js';
import { addDays, civilDateOf, isBefore, startOfDay, type CivilDate, type Instant } from './moment.js';
import type { Fen } from './money.js';
import { periodOn } from './periods.js';
import { amountOn, countOn } from './thresholds.js';

/** How many sit at least on a committee (评审委员会) for a tender of this budget. */
export function committeeSizeMin(budget: Fen | null, on: CivilDate): number {
  const large = budget !== null && budget >= amountOn('committeeLargeBudgetMin', on).value;
  return countOn(large ? 'committeeLargeMembersMin' : 'committeeMembersMin', on).value;
}

/** On publication: an odd number, and a warning where a panel is named that is smaller than the budget asks for. One evaluator is no panel. */
export function committeeIsLargeEnough(documents: { evaluators: number; budget: Fen | null; on: CivilDate }): Breaches {
  const { evaluators, budget, on } = documents;
  const min = committeeSizeMin(budget, on);
  const pointer = '#/evaluators';
  return [
    ...(evaluators % 2 === 0 ? [breach('committee.even', { evaluators }, { pointer })] : []),
    ...(evaluators > 1 && evaluators < min ? [breach('committee.too-small', { evaluators, min }, { pointer })] : []),
  ];
}

/** A panel as large as a committee is one, and is drawn by lot; a smaller one may be the entity's own evaluators. */
export function committeeIsDrawn(panel: { evaluators: number; drawn: boolean; on: CivilDate }): Breaches {
  const min = countOn('committeeMembersMin', panel.on).value;
  return panel.drawn || panel.evaluators < min ? [] : [breach('committee.not-drawn', { min })];
}

/** At most one third represent the procuring entity (采购人代表). */
export function representativesAreFew(panel: { size: number; representatives: number; on: CivilDate }): Breaches {
  const ofThree = countOn('representativesOfThreeMax', panel.on).value;
  if (panel.representatives * 3 <= panel.size * ofThree) return [];
  const { size, representatives } = panel;
  return [breach('committee.too-many-representatives', { size, representatives }, { pointer: '#/representatives' })];
}

export function poolIsLargeEnough(pool: { needed: number; eligible: number }): Breaches {
  return pool.eligible >= pool.needed ? [] : [breach('committee.pool-too-small', pool)];
}

/** What the records say of a person beside one procurement. */
export interface Ties {
  /** Belongs, or belonged in the years before, to a bidder, works for one or represents one. */
  bidder: boolean;
  /** The same of who controls a bidder or is controlled by one. */
  bidderControl: boolean;
  /** Has declared a conflict of interest. */
  declared: boolean;
  /** Belongs to the procuring entity or its agency. */
  procurer: boolean;
  /** Wrote, approved, ran or published it, keeps a lock, or did anything else in it. */
  acted: boolean;
  /** Reviews it, or belongs to who does. */
  reviewer: boolean;
  /** Sat on the committee of a round that was set aside. */
  earlierRound: boolean;
}

export type Tie = keyof Ties;

export const tieNames: Record<Tie, Bilingual> = {
  bidder: { zh: '与投标人有利害关系', en: 'tied to a bidder' },
  bidderControl: { zh: '与投标人的控股或管理关系单位有利害关系', en: 'tied to who controls a bidder or is controlled by one' },
  declared: { zh: '已申报利益冲突', en: 'a conflict of interest was declared' },
  procurer: { zh: '属于采购人或其代理机构', en: 'belongs to the procuring entity or its agency' },
  acted: { zh: '已参与本项目的编制、审批、经办、开标等工作', en: 'has acted in this procurement' },
  reviewer: { zh: '负责或参与本项目的投诉审查', en: 'reviews this procurement' },
  earlierRound: { zh: '参加过被撤销的评审', en: 'sat on a committee whose report was set aside' },
};

const all = Object.keys(tieNames) as readonly Tie[];
const ofAnExpert: ReadonlySet<Tie> = new Set(all);
const ofARepresentative: ReadonlySet<Tie> = new Set(all.filter((one) => one !== 'procurer'));

/** 采购法 art. 12, 实施条例 art. 9 (回避): what keeps a person from evaluating. Whoever represents the entity belongs to it; an expert may not. */
export function barringTies(ties: Ties, kind: 'expert' | 'representative'): Tie[] {
  const barring = kind === 'expert' ? ofAnExpert : ofARepresentative;
  return all.filter((one) => ties[one] && barring.has(one));
}

export function representativeIsFit(ties: Ties, pointer: string): Breaches {
  const barring = barringTies(ties, 'representative').map((one) => tieNames[one]);
  return barring.length === 0 ? [] : [breach('committee.representative-unfit', { reasons: barring }, { pointer })];
}

/** Nobody is absent before the session, nor who has evaluated: else scores that displease could be exchanged. */
export function memberIsAbsent(member: { sessionAt: Instant; evaluated: boolean }, now: Instant): Breaches {
  return [
    ...(isBefore(now, member.sessionAt) ? [breach('committee.not-absent', { sessionAt: member.sessionAt })] : []),
    ...(member.evaluated ? [breach('committee.member-evaluated')] : []),
  ];
}

/** 实施条例 art. 41: whoever does not sign in time is taken to agree; this is the first instant at which that is so. */
export function signingEndsAt(recordedAt: Instant): Instant {
  const on = civilDateOf(recordedAt);
  return startOfDay(addDays(on, periodOn('reportSigningDaysMax', on).value + 1));
}

export function reportIsSigned(report: { recordedAt: Instant; unsigned: number }, now: Instant): Breaches {
  const dueAt = signingEndsAt(report.recordedAt);
  if (report.unsigned === 0 || !isBefore(now, dueAt)) return [];
  return [breach('report.unsigned', { count: report.unsigned, dueAt })];
}

export function dissentHasReasons(signature: { agrees: boolean; reasons: boolean }): Breaches {
  return signature.agrees || signature.reasons ? [] : [breach('report.dissent-without-reasons', {}, { pointer: '#/reasons' })];
}
