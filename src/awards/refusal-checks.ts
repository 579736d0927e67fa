import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { unknownResource } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { refusalIsDue, type RefusalGround } from '../rules/contract-refusal.js';
import type { Breaches } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import type { Tender } from '../tenders/tender.entity.js';
import { Award } from './award.entity.js';
import { deciderHasNoConflict } from './make-award.js';
import { awardsStand, reviewsAreClosed, standstillOf } from './sign-contract.js';

/** The procuring entity's own award, with its tender, both locked. Throws Refusal 404; LawRefusal `tender.suspended`. */
export async function lockOwnAward(work: Work, actor: Actor, awardId: string): Promise<{ tender: Tender; award: Award }> {
  if (!validate(awardId)) throw unknownResource();
  const [head] = await work.query<{ tenderId: string }>('SELECT tender_id AS "tenderId" FROM awards WHERE id = $1', [awardId]);
  if (!head) throw unknownResource();
  const tender = await lockOwnTender(work, actor, head.tenderId);
  await refuseIfSuspended(work, tender.id);
  return { tender, award: await work.lock(Award, awardId) };
}

/**
 * Whether the winner can be said to refuse: its award stands and has no contract; where it has said nothing in writing, the time to sign is over, and
 * neither a standstill nor a review keeps it from signing. Nobody decides who stands in a conflict of interest.
 */
export async function winnerRefuses(
  work: Work,
  actor: Actor,
  about: { tender: Tender; award: Award; ground: RefusalGround; calendar: Calendar },
): Promise<Breaches> {
  const { tender, award, ground, calendar } = about;
  const lotIds = award.lotId === null ? null : [award.lotId];
  return [
    ...(await deciderHasNoConflict(work, actor, tender.id)),
    ...(await awardsStand(work, [award], 'refuse-contract')),
    ...refusalIsDue({ ground, awardNoticeAt: award.decidedAt, now: work.now }),
    ...(ground === 'declared' ? [] : standstillOf(work, tender, award, calendar)),
    ...(ground === 'declared' ? [] : await reviewsAreClosed(work, tender.id, lotIds)),
  ];
}
