import type { Reader } from '../platform/reads.js';
import { retention, retentionDerivation, type DisposalFacts, type RetentionDerivation } from '../rules/art-57-retention.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import { closingEventsOf, openMattersOf, type ClosingEventOfTender } from '../tenders/closing-events.js';
import { isUnderLegalHold } from '../tenders/legal-holds.js';

export interface RetentionAnswer {
  tenderId: string;
  closingEvents: ClosingEventOfTender[];
  /** What is still open; while anything is, the end is not known. */
  openMatters: string[];
  underHold: boolean;
  endedOn: CivilDate | null;
  retainUntil: CivilDate | null;
  /** The first day on which the record may be destroyed; null while anything is open, a hold stands, or the end is unknown. */
  disposableFrom: CivilDate | null;
  derivation: RetentionDerivation | null;
  /** Of the disposal that is under way or done. */
  disposal: { id: string; state: string; executedAt: Instant | null } | null;
}

/** What the law is asked about a record, on the rows of this moment. */
export async function disposalFacts(reader: Reader, tenderId: string): Promise<Omit<DisposalFacts, 'on'>> {
  return factsAfter(reader, tenderId, await closingEventsOf(reader, tenderId));
}

async function factsAfter(
  reader: Reader,
  tenderId: string,
  events: readonly ClosingEventOfTender[],
): Promise<Omit<DisposalFacts, 'on'>> {
  return {
    closingEvents: events.map(({ kind, closedOn }) => ({ type: kind, on: closedOn })),
    openMatters: await openMattersOf(reader, tenderId),
    legalHold: await isUnderLegalHold(reader, tenderId),
  };
}

/** Until when the record is kept and why, from the closing events themselves. */
export async function explainRetention(reader: Reader, tenderId: string): Promise<Omit<RetentionAnswer, 'disposal'>> {
  const closingEvents = await closingEventsOf(reader, tenderId);
  const { openMatters = [], legalHold, ...facts } = await factsAfter(reader, tenderId, closingEvents);
  const { endedOn, retainUntil, disposableFrom } = retention({ closingEvents: facts.closingEvents, legalHold });
  return {
    tenderId,
    closingEvents,
    openMatters: [...openMatters],
    underHold: legalHold,
    endedOn,
    retainUntil,
    disposableFrom: openMatters.length > 0 ? null : disposableFrom,
    derivation: endedOn === null ? null : retentionDerivation(endedOn),
  };
}
