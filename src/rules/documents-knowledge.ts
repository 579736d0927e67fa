import { challengeWindowFrom } from './art-61-challenge.js';
import type { Derivation } from './breach.js';
import { workingDays, type Calendar } from './calendar.js';
import { following } from './following.js';
import type { CivilDate } from './moment.js';
import { periodOn } from './periods.js';
import type { Track } from './track.js';

/** The last day of the period of the documents' notice (采购文件公告期限届满之日); null result where a calendar year is missing. */
export function documentsNoticeEndsOn(issuedOn: CivilDate, calendar: Calendar): Derivation {
  const { force, value } = periodOn('documentsNoticeWorkingDays', issuedOn);
  return workingDays({ article: 61, force, from: issuedOn, days: value, calendar });
}

/**
 * 实施条例 art. 53 (1): a challenge to documents that are public counts from their receipt (收到采购文件之日), which a download proves, or from the end
 * of their notice period, whichever came first; art. 61: who has them knows, and after the notice everybody should know. Which of the two it
 * was shows the first part: the notice period, or the window itself from the day of the download.
 */
export function documentsWindow(args: {
  issuedOn: CivilDate;
  /** The first download on record; null where there is none. */
  downloadedOn: CivilDate | null;
  track: Track;
  calendar: Calendar;
}): { event: 'downloaded' | 'documentsNoticeEnded'; derivation: Derivation } {
  const { downloadedOn, track, calendar } = args;
  const notice = documentsNoticeEndsOn(args.issuedOn, calendar);
  if (downloadedOn !== null && (notice.result === null || downloadedOn < notice.result))
    return { event: 'downloaded', derivation: challengeWindowFrom({ from: downloadedOn, track, calendar }) };
  const derivation = following(notice, (from) => challengeWindowFrom({ from, track, calendar }));
  return { event: 'documentsNoticeEnded', derivation };
}
