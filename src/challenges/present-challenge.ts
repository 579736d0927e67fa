import type { CivilDate, Instant } from '../rules/moment.js';
import { complaintLastDay } from '../rules/art-60-review.js';
import type { Breaches, Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import type { ChallengeState } from '../rules/challenge.machine.js';
import type { RequestedRemedy } from '../rules/challenge-subjects.js';
import { pendingOf } from '../rules/evaluate-types.js';
import type { Track } from '../rules/track.js';
import { challengeStateAt, replyDue } from './advance-challenge.js';
import type { Challenge, Completion, Contact, Matter, PartyText, Reply, Settlement } from './challenge.entity.js';
import type { ChallengeSubject, ProcedureStage, TimeLimit } from './challenge-window.js';
import type { ContestAnswer } from './knowledge-contest.entity.js';

export interface ChallengeAnswer {
  id: string;
  version: number;
  state: ChallengeState;
  tenderId: string;
  procurerId: string;
  supplierId: string;
  subject: ChallengeSubject;
  stage: ProcedureStage | null;
  /** The lots that it is about; null: the whole procurement. */
  lotIds: string[] | null;
  matters: Matter[];
  request: PartyText | null;
  contact: Contact | null;
  /** What it asks for, by code. */
  requestedRemedies: RequestedRemedy[];
  /** The decision that a challenge of subject `exclusion` is about. */
  exclusionId: string | null;
  knownOn: CivilDate | null;
  /** The procuring entity's word that the supplier knew earlier; it moves no date. */
  knowledgeContest: ContestAnswer | null;
  receivedAt: Instant;
  /** The window of art. 61 as derived at the receipt. */
  window: TimeLimit;
  /** Rulebook P11: accepted as in time while a calendar year is missing. */
  provisional: boolean;
  warnings: Breaches;
  replyDueOn: CivilDate | null;
  replyDerivation: Derivation;
  completion: Completion | null;
  reply: Reply | null;
  repliedAt: Instant | null;
  settlement: Settlement | null;
  closedAt: Instant | null;
  /** The last day for a complaint to the review authority. */
  complaintLastDay: CivilDate | null;
  complaintDerivation: Derivation;
  complaintId: string | null;
  pending?: string[];
}

/** The challenge as its parties see it; state and dates as of `now`. */
export function presentChallenge(
  challenge: Challenge,
  context: { track: Track; calendar: Calendar; now: Instant; complaintId: string | null; contest: ContestAnswer | null },
): ChallengeAnswer {
  const { calendar, now } = context;
  const reply = replyDue(challenge.replyFrom, calendar).derivation;
  const complaint = complaintLastDayOf(challenge, context.track, calendar);
  const { id, version, tenderId, procurerId, supplierId, subject, stage, matters, request, contact, knownOn, receivedAt } =
    challenge;
  return {
    id,
    version,
    state: challengeStateAt(challenge, calendar, now),
    tenderId,
    procurerId,
    supplierId,
    subject,
    stage,
    lotIds: challenge.lotIds,
    matters,
    request,
    contact,
    requestedRemedies: challenge.remedies,
    exclusionId: challenge.exclusionId,
    knownOn,
    knowledgeContest: context.contest,
    receivedAt,
    window: challenge.timeLimit,
    provisional: challenge.provisional,
    warnings: challenge.warnings,
    replyDueOn: reply.result,
    replyDerivation: reply,
    completion: challenge.completion,
    reply: challenge.reply,
    repliedAt: challenge.repliedAt,
    settlement: challenge.settlement,
    closedAt: challenge.closedAt,
    complaintLastDay: complaint.result,
    complaintDerivation: complaint,
    complaintId: context.complaintId,
    ...pendingOf(reply, complaint, ...(challenge.provisional ? [challenge.timeLimit.derivation] : [])),
  };
}

export function complaintLastDayOf(
  challenge: Pick<Challenge, 'replyFrom' | 'repliedAt'>,
  track: Track,
  calendar: Calendar,
): Derivation {
  return complaintLastDay({ challengeReceivedAt: challenge.replyFrom, repliedAt: challenge.repliedAt, track, calendar });
}
