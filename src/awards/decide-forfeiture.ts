import { Injectable } from '@nestjs/common';
import { Security } from '../bids/security.entity.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { forfeitureIsGrounded, forfeitureWasHeard } from '../rules/forfeiture.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import type { ForfeitureDecisionBody } from './forfeiture.dto.js';
import { Forfeiture, presentForfeiture, type ForfeitureAnswer } from './forfeiture.entity.js';
import { forfeitureById } from './read-forfeitures.js';
import { ownSecurity } from './securities.queries.js';

/**
 * The decision to keep a security (不予退还决定), in writing, by another person than the one who gave the notice, after the supplier was heard; or
 * that the matter is dropped, which needs no hearing. It is delivered to the supplier, whose time to challenge it begins with the delivery.
 */
@Injectable()
export class DecideForfeiture {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `security.forfeiture-not-heard`, `security.forfeiture-same-person`, `security.forfeiture-state`,
   * `security.forfeiture-ungrounded` where the ground no longer fits; Refusal 404, 412, 428.
   */
  run(actor: Actor, id: string, body: ForfeitureDecisionBody): Promise<ForfeitureAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const head = await forfeitureById(work, id);
      if (head === null || head.procurerId !== actor.organizationId) throw unknownResource();
      await lockOwnTender(work, actor, head.tenderId);
      const security = await work.lock(Security, head.securityId);
      const forfeiture = await work.lock(Forfeiture, id);
      requireMatch(actor, forfeiture);
      if (forfeiture.state !== 'notified' && forfeiture.state !== 'stated')
        throw new LawRefusal([breach('security.forfeiture-state', { state: forfeiture.state, event: 'decide' })]);
      obey(await decisionBreaches(work, actor, forfeiture, body.forfeit));
      await work.save(Forfeiture, forfeiture, {
        state: body.forfeit ? 'forfeited' : 'dropped',
        decision: { forfeit: body.forfeit, reasons: { ...body.reasons } },
        decidedBy: actor.personId,
        decidedAt: work.now,
      });
      await work.save(Security, security, {});
      work.record({
        type: body.forfeit ? 'security.forfeited' : 'security.forfeiture-dropped',
        article: 59,
        tenderId: forfeiture.tenderId,
        subject: { kind: 'forfeiture', id },
        payload: {
          securityId: security.id,
          supplierId: forfeiture.supplierId,
          ground: forfeiture.ground,
          decision: forfeiture.decision,
        },
        tell: [forfeiture.supplierId],
      });
      return presentForfeiture(forfeiture);
    });
  }
}

async function decisionBreaches(work: Work, actor: Actor, forfeiture: Forfeiture, forfeit: boolean): Promise<Breaches> {
  const { ground, statement, statementDue, notifiedBy, securityId } = forfeiture;
  const same = notifiedBy === actor.personId ? [breach('security.forfeiture-same-person')] : [];
  if (!forfeit) return same;
  return [
    ...same,
    ...forfeitureWasHeard({ stated: statement !== null, due: statementDue }, work.now),
    ...forfeitureIsGrounded(ground, await ownSecurity(work, actor, securityId)),
  ];
}
