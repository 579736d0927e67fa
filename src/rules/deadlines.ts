import { breach, type Breach, type Breaches } from './breach.js';
import { isWorkingDay, rollToWorkingDay, type Calendar } from './calendar.js';
import { addDays, civilDateOf, isBefore, type CivilDate, type Instant } from './moment.js';
import { periodOn } from './periods.js';

/** Rulebook G4: a deadline on a holiday is lawful, but warned of, and the next working day suggested. Nothing is said of a year without calendar. */
export function deadlineIsAWorkingDay(deadline: Instant, calendar: Calendar, pointer: string): Breach[] {
  const deadlineOn = civilDateOf(deadline);
  if (isWorkingDay(calendar, deadlineOn) !== false) return [];
  return [breach('tender.deadline-on-holiday', { deadlineOn, suggestedOn: rollToWorkingDay(calendar, deadlineOn) }, { pointer })];
}

/** A deadline is only ever extended, to the microsecond; the same deadline again is no shortening. */
export function deadlineIsNotShortened(before: Instant, after: Instant): Breaches {
  return isBefore(after, before) ? [breach('tender.deadline-shortened', { before, after }, { pointer: '#/bidsCloseAt' })] : [];
}

/** 实施条例 art. 31: the last civil day on which a clarification that may affect bids goes out without moving the deadline. */
export function latestClarification(bidsCloseAt: Instant): CivilDate {
  const closesOn = civilDateOf(bidsCloseAt);
  return addDays(closesOn, -periodOn('clarificationDaysMin', closesOn).value);
}

/** Policy P13: the documents come out with their notice or after it, never before. */
export function documentsFollowTheNotice(noticePublishedAt: Instant, documentsIssuedAt: Instant): Breaches {
  if (!isBefore(documentsIssuedAt, noticePublishedAt)) return [];
  return [breach('tender.documents-before-notice', { noticePublishedAt, documentsIssuedAt }, { pointer: '#/documentsIssueAt' })];
}
