import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { remedyIsAnswered, supplierWasHeard } from '../rules/exclusion-hearing.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { ExclusionDecisionBody } from './exclusion.dto.js';
import { Exclusion, type ExclusionDecision } from './exclusion.entity.js';
import { exclusionIsGrounded } from './exclusion.js';
import { exclusionHead } from './exclusions.queries.js';
import { deciderHasNoConflict } from './make-award.js';
import { requireExcludable } from './notify-exclusion.js';
import { presentExclusion, type ExclusionAnswer } from './present-exclusion.js';

/**
 * Art. 54: the decision on an intended exclusion (拒绝参与决定), in writing, by another person than the one who gave the notice, after the supplier
 * was heard. It is delivered to the supplier, whose time to challenge it (art. 61) begins with the delivery.
 */
@Injectable()
export class DecideExclusion {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `exclusion.not-heard`, `exclusion.same-person`, `exclusion.remedy-unanswered`, `exclusion.wrong-state`, and every condition
   * of art. 54 that fails; Refusal 404, 412, 428.
   */
  run(actor: Actor, id: string, body: ExclusionDecisionBody): Promise<ExclusionAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const head = await exclusionHead(work, id, (one) => one.procurerId === actor.organizationId);
      const tender = await lockOwnTender(work, actor, head.tenderId);
      const exclusion = await work.lock(Exclusion, id);
      requireMatch(actor, exclusion);
      if (exclusion.state !== 'notified' && exclusion.state !== 'stated')
        throw new LawRefusal([breach('exclusion.wrong-state', { state: exclusion.state, event: 'decide' })]);
      await refuseIfSuspended(work, tender.id);
      requireExcludable(tender, exclusion, work.now);
      obey(await decisionBreaches(work, actor, { tender, exclusion, body }));
      const decision: ExclusionDecision = {
        exclude: body.exclude,
        reasons: { ...body.reasons },
        remediedInTime: body.remediedInTime ?? null,
      };
      const state = body.exclude ? 'excluded' : 'dropped';
      await work.save(Exclusion, exclusion, { state, decision, decidedBy: actor.personId, decidedAt: work.now });
      work.record({
        type: 'exclusion.decided',
        article: 54,
        tenderId: tender.id,
        subject: { kind: 'exclusion', id },
        payload: { supplierId: exclusion.supplierId, breachId: exclusion.breachId, decision },
        tell: [exclusion.supplierId],
      });
      return presentExclusion(exclusion);
    });
  }
}

/** To drop the matter needs neither the hearing nor the conditions. */
async function decisionBreaches(
  work: Work,
  actor: Actor,
  { tender, exclusion, body }: { tender: Tender; exclusion: Exclusion; body: ExclusionDecisionBody },
): Promise<Breaches> {
  const { supplierId, breachId, statement, statementDue } = exclusion;
  const remediedInTime = body.remediedInTime ?? null;
  const same = exclusion.notifiedBy === actor.personId ? [breach('exclusion.same-person')] : [];
  const impartial = await deciderHasNoConflict(work, actor, tender.id);
  if (!body.exclude) return [...same, ...impartial];
  return [
    ...same,
    ...impartial,
    ...supplierWasHeard({ stated: statement !== null, due: statementDue }, work.now),
    ...remedyIsAnswered({ claimed: statement?.remedy !== undefined, found: remediedInTime }),
    ...(await exclusionIsGrounded(work, { tender, supplierId, breachId, pointer: '#/exclude', remediedInTime })),
  ];
}
