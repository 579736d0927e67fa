import { challengeWindow, challengeWindowFrom, resultNoticeEndsOn } from '../rules/art-61-challenge.js';
import type { Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { documentsNoticeEndsOn, documentsWindow } from '../rules/documents-knowledge.js';
import { following } from '../rules/following.js';
import { addDays, civilDateOf, isBefore, startOfDay, type CivilDate, type Instant } from '../rules/moment.js';
import type { ChallengeSubject } from '../rules/challenge-subjects.js';
import type { Track } from '../rules/track.js';

export { challengeSubjects, type ChallengeSubject } from '../rules/challenge-subjects.js';

export const procedureStages = ['bidding', 'opening', 'evaluation'] as const;
export type ProcedureStage = (typeof procedureStages)[number];

/** What the platform itself shows of the moments from which a supplier should have known (实施条例 art. 53). */
export interface ProcedureMoments {
  documentsIssuedAt: Instant | null;
  /** Whether everybody gets the documents with their notice; else only those invited, at their issue. */
  documentsArePublic: boolean;
  /** When this supplier first downloaded one of them, signed in; null where that is not on record. */
  downloadedAt: Instant | null;
  /** Of the last material amendment: what it changed could not be known before. Null where there was none. */
  amendedAt: Instant | null;
  /** When this supplier first downloaded what came with it. */
  amendmentDownloadedAt: Instant | null;
  bidsCloseAt: Instant | null;
  openedAt: Instant | null;
  /** Of the award that stands; null where there is none. */
  awardDecidedAt: Instant | null;
  /** The decision on this supplier's application, and when it was told it; null where there is none. */
  applicationDecided: Delivered | null;
  /** The decision to exclude this supplier (art. 54); null where there is none. */
  excluded: Delivered | null;
  /** When the notice that the procurement ends without a contract was published; null where it goes on. */
  cancelledAt: Instant | null;
}

/** Something told to one supplier alone; null while it has not reached it. */
export interface Delivered {
  id: string;
  decidedAt: Instant;
  deliveredAt: Instant | null;
}

export interface TimeLimit {
  /** From what the period counts; `notBegun`: the stage still runs. */
  basis:
    | 'published'
    | 'downloaded'
    | 'documentsNoticeEnded'
    | 'amended'
    | 'stageEnded'
    | 'resultNoticeEnded'
    | 'stated'
    | 'delivered'
    | 'notBegun';
  startsOn: CivilDate | null;
  lastDay: CivilDate | null;
  /** The first instant that is too late. */
  closesAt: Instant | null;
  derivation: Derivation;
}

interface Question {
  subject: ChallengeSubject;
  stage: ProcedureStage | null;
  /** Counts for the process alone, and only later than the end of the stage: art. 53 of the regulation fixes the day for the other two. */
  knownOn: CivilDate | null;
  moments: ProcedureMoments;
  track: Track;
  calendar: Calendar;
  now: Instant;
}

/** The art. 61 window of one subject with its derivation; null for a result, a decision or an end that does not exist. */
export function timeLimitOf(question: Question): TimeLimit | null {
  const { moments, track, calendar } = question;
  switch (question.subject) {
    case 'result':
      return moments.awardDecidedAt === null ? null : ofResult(moments.awardDecidedAt, track, calendar);
    case 'process':
      return ofProcess(question);
    case 'prequalification':
      return moments.applicationDecided && windowOfDelivery({ ...moments.applicationDecided, track, calendar });
    case 'exclusion':
      return moments.excluded && windowOfDelivery({ ...moments.excluded, track, calendar });
    case 'cancellation':
      return moments.cancelledAt === null ? null : ofNotice(civilDateOf(moments.cancelledAt), track, calendar);
    case 'documents':
      return moments.documentsIssuedAt === null ? null : ofDocuments(question, civilDateOf(moments.documentsIssuedAt));
  }
}

/** What everybody could read from a day on. */
function ofNotice(on: CivilDate, track: Track, calendar: Calendar): TimeLimit {
  return limit('published', challengeWindow({ knowledge: [{ event: 'published', on }], track, calendar }));
}

/** The later of the windows of the issue and of the last material amendment, whose notice is an issue of what it changed. */
function ofDocuments(question: Question, issuedOn: CivilDate): TimeLimit {
  const { downloadedAt, amendedAt, amendmentDownloadedAt } = question.moments;
  const first = ofIssue(question, issuedOn, downloadedAt);
  if (amendedAt === null) return first;
  const again = ofIssue(question, civilDateOf(amendedAt), amendmentDownloadedAt);
  if (first.lastDay !== null && again.lastDay !== null && again.lastDay <= first.lastDay) return first;
  return { ...again, basis: 'amended' };
}

/** 实施条例 art. 53 (1): who was invited gets them at their issue; everybody else has received them, or the period of their notice has ended. */
function ofIssue({ moments, track, calendar }: Question, issuedOn: CivilDate, downloadedAt: Instant | null): TimeLimit {
  if (!moments.documentsArePublic) return ofNotice(issuedOn, track, calendar);
  const downloadedOn = downloadedAt === null ? null : civilDateOf(downloadedAt);
  const { event, derivation } = documentsWindow({ issuedOn, downloadedOn, track, calendar });
  const { result } = documentsNoticeEndsOn(issuedOn, calendar);
  return { ...limit(event, derivation), ...(event === 'downloaded' ? {} : { startsOn: result }) };
}

/** The window against a decision that was delivered to the supplier alone; not begun while it has not been. */
function windowOfDelivery(args: { deliveredAt: Instant | null; track: Track; calendar: Calendar }): TimeLimit {
  const { deliveredAt, track, calendar } = args;
  if (deliveredAt === null) return limit('notBegun', challengeWindow({ knowledge: [], track, calendar }));
  const knowledge = [{ event: 'delivered' as const, on: civilDateOf(deliveredAt) }];
  return limit('delivered', challengeWindow({ knowledge, track, calendar }));
}

/** Only the end of the result-notice period counts: an earlier delivery of the same news would shorten the period. */
function ofResult(awardDecidedAt: Instant, track: Track, calendar: Calendar): TimeLimit {
  const notice = resultNoticeEndsOn({ noticeOn: civilDateOf(awardDecidedAt), calendar });
  const window = following(notice, (on) => challengeWindow({ knowledge: [{ event: 'resultNoticeEnded', on }], track, calendar }));
  return { ...limit('resultNoticeEnded', window), startsOn: notice.result };
}

function ofProcess({ stage, knownOn, moments, track, calendar, now }: Question): TimeLimit {
  const endedAt = stageEnd(moments, stage, now);
  if (endedAt === null) return limit('notBegun', challengeWindow({ knowledge: [], track, calendar }));
  const on = civilDateOf(endedAt);
  if (knownOn !== null && knownOn > on) return limit('stated', challengeWindowFrom({ from: knownOn, track, calendar }));
  return limit('stageEnded', challengeWindow({ knowledge: [{ event: 'stageEnded', on }], track, calendar }));
}

/** The end of the named stage, or of the latest that has ended; null where it still runs. */
function stageEnd(moments: ProcedureMoments, stage: ProcedureStage | null, now: Instant): Instant | null {
  const ends = { bidding: moments.bidsCloseAt, opening: moments.openedAt, evaluation: moments.awardDecidedAt };
  const asked = stage === null ? [ends.evaluation, ends.opening, ends.bidding] : [ends[stage]];
  return asked.find((at) => at !== null && !isBefore(now, at)) ?? null;
}

function limit(basis: TimeLimit['basis'], derivation: Derivation): TimeLimit {
  const { from, result } = derivation;
  const startsOn = basis === 'notBegun' ? null : from;
  return { basis, startsOn, lastDay: result, closesAt: result === null ? null : dayAfter(result), derivation };
}

/** The first instant after a civil day. */
export function dayAfter(day: CivilDate): Instant {
  return startOfDay(addDays(day, 1));
}

/** Rulebook P11: without a last day, because a calendar year is missing, a filing is only provisionally in time. */
export function isProvisional(window: TimeLimit): boolean {
  return window.basis !== 'notBegun' && window.lastDay === null;
}
