import { validate } from 'uuid';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { replyDueOn } from '../rules/art-60-review.js';
import { breach, type Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { challengeMachine, type ChallengeEvent, type ChallengeMoments, type ChallengeState } from '../rules/challenge.machine.js';
import { advance, nextDue, stateAt } from '../rules/machine.js';
import type { Instant } from '../rules/moment.js';
import type { Party } from '../rules/parties.js';
import { lockTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { Challenge } from './challenge.entity.js';
import { dayAfter } from './challenge-window.js';

/** When the procuring entity's time to reply ends; `at` is the first instant after it, null while a calendar year is missing. */
export function replyDue(replyFrom: Instant, calendar: Calendar): { derivation: Derivation; at: Instant | null } {
  const derivation = replyDueOn({ receivedAt: replyFrom, calendar });
  return { derivation, at: derivation.result === null ? null : dayAfter(derivation.result) };
}

export function challengeStateAt(challenge: Challenge, calendar: Calendar, now: Instant): ChallengeState {
  return stateAt(challengeMachine, challenge.state, momentsOf(challenge, calendar), now);
}

function momentsOf(challenge: Challenge, calendar: Calendar): ChallengeMoments {
  return { replyDueAt: replyDue(challenge.replyFrom, calendar).at, completionsRequested: challenge.completionsRequested };
}

/** The tender first, then the challenge. Throws Refusal 404 where there is none. */
export async function lockChallenge(work: Work, id: string): Promise<{ tender: Tender; challenge: Challenge }> {
  if (!validate(id)) throw unknownResource();
  const rows = await work.query<{ tenderId: string }>('SELECT tender_id AS "tenderId" FROM challenges WHERE id = $1', [id]);
  if (!rows[0]) throw unknownResource();
  const tender = await lockTender(work, rows[0].tenderId);
  return { tender, challenge: await work.lock(Challenge, id) };
}

/**
 * Moves the challenge by a row of its life cycle and saves the changes with it. Writes down first what the clock has done meanwhile.
 * Throws LawRefusal `challenge.wrong-state` or what the row's guards find.
 */
export async function advanceChallenge(
  work: Work,
  challenge: Challenge,
  calendar: Calendar,
  step: { event: ChallengeEvent; party: Party | 'clock'; changes: Partial<Challenge> },
): Promise<void> {
  const { event, party, changes } = step;
  const state = party === 'clock' ? challenge.state : challengeStateAt(challenge, calendar, work.now);
  if (state !== challenge.state) work.record(challengeLapsed(challenge, calendar));
  const moved = advance(challengeMachine, state, event, party, momentsOf(challenge, calendar), { now: work.now });
  if (moved.kind === 'breached') throw new LawRefusal(moved.breaches);
  if (moved.kind !== 'moved') throw new LawRefusal([breach('challenge.wrong-state', { state, event })]);
  const after = momentsOf({ ...challenge, ...changes }, calendar);
  const dueAt = nextDue(challengeMachine, moved.to, after)?.at ?? null;
  await work.save(Challenge, challenge, { ...changes, state: moved.to, replyDueAt: after.replyDueAt, dueAt });
}

/** The time to reply has passed without a reply. */
export function challengeLapsed(challenge: Challenge, calendar: Calendar): Parameters<Work['record']>[0] {
  return {
    type: 'challenge.lapsed',
    article: 60,
    tenderId: challenge.tenderId,
    subject: { kind: 'challenge', id: challenge.id },
    payload: { replyDueOn: replyDue(challenge.replyFrom, calendar).derivation.result },
    tell: [challenge.supplierId, challenge.procurerId],
  };
}
