import type { Calendar } from '../rules/calendar.js';
import { isBefore, type Instant } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import type { Tender } from '../tenders/tender.entity.js';
import {
  challengeSubjects,
  isProvisional,
  timeLimitOf,
  type ChallengeSubject,
  type ProcedureMoments,
  type TimeLimit,
} from './challenge-window.js';

export type WindowAnswer = TimeLimit & { open: boolean; pending?: string[] };
export type Windows = Record<ChallengeSubject, WindowAnswer | null>;

/** The art. 61 windows as of `at`, each with its derivation; null for what does not exist, or not for this supplier. */
export function windowsAt(
  tender: Pick<Tender, 'category'>,
  facts: { moments: ProcedureMoments; calendar: Calendar; at: Instant },
): Windows {
  const { moments, calendar, at } = facts;
  const windowOf = (subject: ChallengeSubject): WindowAnswer | null => {
    const asked = { subject, stage: null, knownOn: null, moments, track: trackOf(tender.category), calendar, now: at };
    const window = timeLimitOf(asked);
    return window && shown(window, at);
  };
  return Object.fromEntries(challengeSubjects.map((subject) => [subject, windowOf(subject)])) as Windows;
}

function shown(window: TimeLimit, at: Instant): WindowAnswer {
  const open = window.closesAt === null || isBefore(at, window.closesAt);
  return { ...window, open, ...(isProvisional(window) ? { pending: ['calendarYearMissing'] } : {}) };
}
