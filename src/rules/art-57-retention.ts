import { breach, type Bilingual, type Breaches, type Force } from './breach.js';
import type { ArticleEvaluation } from './evaluate-types.js';
import { addDays, addYears, civilDateOf, isCivilDate, type CivilDate, type Instant } from './moment.js';
import { periodOn } from './periods.js';

/** What may end a procurement: acceptance or termination of the contract, cancellation, the last reply or decision of a review or court. */
export interface ClosingEvent {
  type: string;
  on: CivilDate;
}

export interface Retention {
  /** The latest closing event; null while none is known. */
  endedOn: CivilDate | null;
  /** The last day on which the record must be kept. */
  retainUntil: CivilDate | null;
  /** The first day on which it may be destroyed; null while no end is known and while a legal hold stands. */
  disposableFrom: CivilDate | null;
}

const unknown: Retention = { endedOn: null, retainUntil: null, disposableFrom: null };

/** Art. 57, Civil Code art. 202: fifteen years from the end of the procurement, to the corresponding day or the last of its month. */
export function retention(record: { closingEvents: readonly ClosingEvent[]; legalHold: boolean }): Retention {
  const endedOn = record.closingEvents
    .map((one) => one.on)
    .sort()
    .at(-1);
  if (endedOn === undefined) return unknown;
  const retainUntil = addYears(endedOn, periodOn('retentionYears', endedOn).value);
  // The law's calendar ends with the year 8999; what would lie beyond it is never disposable.
  if (!isCivilDate(retainUntil)) return { ...unknown, endedOn };
  return { endedOn, retainUntil, disposableFrom: record.legalHold ? null : addDays(retainUntil, 1) };
}

/** How the last day came about, so that a stranger can redo it. */
export interface RetentionDerivation {
  article: 57;
  force: Force;
  source: string;
  from: CivilDate;
  years: number;
  result: CivilDate | null;
  arithmetic: Bilingual;
}

/** The number of years that is in force at the end, and the day it leads to. */
export function retentionDerivation(endedOn: CivilDate): RetentionDerivation {
  const { value: years, force, source } = periodOn('retentionYears', endedOn);
  const { retainUntil: result } = retention({ closingEvents: [{ type: 'end', on: endedOn }], legalHold: false });
  const [zh, en] = result === null ? ['永久保存', 'for good'] : [result, result];
  return {
    article: 57,
    force,
    source,
    from: endedOn,
    years,
    result,
    arithmetic: {
      zh: `${endedOn}采购结束，加${years}年至对应日（无对应日的为当月末日）：${zh}；次日起方可销毁。`,
      en: `Ended on ${endedOn}, and ${years} years to the corresponding day (or the last of its month): ${en}; destroyed from the day after at the earliest.`,
    },
  };
}

export interface DisposalFacts {
  closingEvents: readonly ClosingEvent[];
  legalHold: boolean;
  /** What has not ended yet: an open challenge, an unfinished contract. */
  openMatters?: readonly string[];
  on: CivilDate;
}

/** Art. 57: no record is destroyed on a day before its fifteen years are over, while its end is unknown, or under a legal hold. */
export function mayDispose({ closingEvents, legalHold, openMatters = [], on }: DisposalFacts): Breaches {
  const { endedOn, retainUntil, disposableFrom } = retention({ closingEvents, legalHold });
  const open = openMatters.length > 0 ? [breach('archive.procedure-open', { matters: [...openMatters] })] : [];
  if (disposableFrom !== null && on >= disposableFrom) return open;
  const facts = { endedOn, retainUntil, legalHold };
  return [breach('archive.retention-locked', facts), ...(legalHold ? [breach('archive.under-hold')] : []), ...open];
}

/** Two approve, neither of them who proposed it, and each once. */
export function mayApproveDisposal(disposal: { proposedBy: string; approvedBy: readonly string[] }, person: string): Breaches {
  if (person === disposal.proposedBy) return [breach('archive.disposal-same-person')];
  return disposal.approvedBy.includes(person) ? [breach('archive.disposal-approved-already')] : [];
}

/** How many approve. */
export const disposalApprovers = 2;

/** A hold that was ordered is released by another person than placed it; one that stands for proceedings ends with them. */
export function mayReleaseHold(
  hold: { placedBy: string; causeKind: string; releasedAt: Instant | null },
  person: string,
): Breaches {
  if (hold.releasedAt !== null) return [breach('archive.hold-released', { releasedAt: hold.releasedAt })];
  if (hold.causeKind !== 'order') return [breach('archive.hold-of-proceedings')];
  return hold.placedBy === person ? [breach('archive.hold-same-person')] : [];
}

/** What evaluate asks: until when a record is kept, and whether it may be destroyed at the moment of the question. */
export const evaluate57: ArticleEvaluation = (facts, { at }) => {
  facts.only('closingEvents', 'legalHold');
  const closingEvents = facts.children('closingEvents').map((one) => {
    one.only('type', 'on');
    return { type: one.text('type'), on: one.date('on') };
  });
  const record = { closingEvents, legalHold: facts.flag('legalHold') };
  return { breaches: mayDispose({ ...record, on: civilDateOf(at) }), computed: { ...retention(record) } };
};
