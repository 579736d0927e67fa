import { resultNoticeEndsOn } from '../rules/art-61-challenge.js';
import type { Calendar } from '../rules/calendar.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import { contractPossibleAt, standstillEndsOn } from '../rules/standstill.js';
import { trackOf } from '../rules/track.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { Award } from './award.entity.js';

/** The dates that follow from an award's notice; null while a calendar year is missing (rulebook P6, P11). */
export type AwardTiming = Pick<Award, 'resultNoticeEndsOn' | 'standstill' | 'standstillEndsOn' | 'standstillEndsAt'>;

export function awardTiming(tender: Tender, awardNoticeAt: Instant, calendar: Calendar): AwardTiming {
  const facts = { awardNoticeAt, track: trackOf(tender.category), calendar };
  const standstill = standstillEndsOn(facts);
  return {
    resultNoticeEndsOn: resultNoticeEndsOn({ noticeOn: civilDateOf(awardNoticeAt), calendar }).result,
    standstill,
    standstillEndsOn: standstill.result,
    standstillEndsAt: contractPossibleAt(facts),
  };
}
