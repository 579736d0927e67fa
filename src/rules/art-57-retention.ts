import { breach, type Breaches } from './breach.js';
import type { ArticleEvaluation } from './evaluate-types.js';
import { addDays, addYears, civilDateOf, isCivilDate, type CivilDate } from './moment.js';
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

/** Art. 57: no record is destroyed on a day before its fifteen years are over, while its end is unknown, or under a legal hold. */
export function mayDispose(record: { closingEvents: readonly ClosingEvent[]; legalHold: boolean; on: CivilDate }): Breaches {
  const { endedOn, retainUntil, disposableFrom } = retention(record);
  if (disposableFrom !== null && record.on >= disposableFrom) return [];
  const facts = { endedOn, retainUntil, legalHold: record.legalHold };
  return [breach('archive.retention-locked', facts), ...(record.legalHold ? [breach('archive.under-hold')] : [])];
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
