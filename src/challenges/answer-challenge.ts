import type { Tender } from '../tenders/tender.entity.js';
import type { Reader } from '../platform/reads.js';
import type { Calendar } from '../rules/calendar.js';
import type { Instant } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import type { Challenge } from './challenge.entity.js';
import { complaintOn, contestOf } from './challenges.queries.js';
import { presentChallenge, type ChallengeAnswer } from './present-challenge.js';

/** The challenge as its parties see it, with the complaint that follows it, if there is one. */
export async function answerChallenge(
  reader: Reader,
  challenge: Challenge,
  context: { tender: Pick<Tender, 'category'>; calendar: Calendar; now: Instant },
): Promise<ChallengeAnswer> {
  const complaint = await complaintOn(reader, challenge.id);
  const contest = await contestOf(reader, challenge.id);
  const { tender, calendar, now } = context;
  return presentChallenge(challenge, {
    track: trackOf(tender.category),
    calendar,
    now,
    complaintId: complaint?.id ?? null,
    contest,
  });
}
