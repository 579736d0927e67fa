import type { Actor } from '../platform/actor.js';
import type { LawService } from '../platform/law.service.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { debriefDueOn } from '../rules/art-56-debrief.js';
import { addDays, startOfDay } from '../rules/moment.js';
import { Debrief } from './award.entity.js';
import { presentDebrief, type DebriefAnswer } from './present-award.js';

/** Puts a request for reasons on record with the day its answer is due, and tells the procuring entity. */
export async function openDebrief(
  work: Work,
  law: LawService,
  actor: Actor,
  request: Pick<Debrief, 'awardId' | 'applicationId' | 'tenderId' | 'procurerId' | 'supplierId' | 'ownResult'>,
): Promise<DebriefAnswer> {
  const due = debriefDueOn({ requestedAt: work.now, calendar: await law.calendar(work) });
  const debrief = await work.insert(Debrief, {
    ...request,
    id: newId(),
    version: 1,
    state: 'requested',
    requestedBy: actor.personId,
    requestedAt: work.now,
    dueOn: due.result,
    due,
    dueAt: due.result === null ? null : startOfDay(addDays(due.result, 1)),
    answer: null,
    answeredBy: null,
    answeredAt: null,
  });
  const { awardId, applicationId, supplierId } = request;
  work.record({
    type: 'debrief.requested',
    article: 56,
    tenderId: request.tenderId,
    subject: { kind: 'debrief', id: debrief.id },
    payload: { awardId, applicationId, supplierId, dueOn: due.result },
    tell: [request.procurerId],
  });
  return presentDebrief(debrief, [], work.now);
}
