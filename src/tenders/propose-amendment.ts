import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { TenderAmendment } from './amendment.entity.js';
import type { AmendmentBody } from './amendment.dto.js';
import { presentProposal, type ProposalAnswer } from './amendments.queries.js';
import { lockOwnTender } from './own-tender.js';
import { PlanAmendment } from './plan-amendment.js';
import { requireTenderMatch } from './tender-life.js';

/** Proposes an amendment: checked as if it were published now, seen by its own organisation only, and nothing changes until it is approved. */
@Injectable()
export class ProposeAmendment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly planning: PlanAmendment,
  ) {}

  /** Throws LawRefusal with what planning finds; Refusal 404, 412, 422, 428. */
  run(actor: Actor, tenderId: string, body: AmendmentBody): Promise<ProposalAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      await requireTenderMatch(work, actor, tender, work.now);
      const { changes, material } = await this.planning.run(work, tender, body);
      const amendment = await work.insert(TenderAmendment, {
        id: newId(),
        version: 1,
        tenderId,
        baseVersion: tender.version,
        state: 'proposed',
        body,
        changes,
        material,
        proposedBy: actor.personId,
        proposedAt: work.now,
        approvedBy: null,
        approvedAt: null,
        noticeVersion: null,
        rejection: null,
        rejectedBy: null,
        rejectedAt: null,
      });
      // Not of the tender's public events: nobody else knows of it before it is published.
      work.record({
        type: 'amendment.proposed',
        article: 51,
        tenderId,
        subject: { kind: 'amendment', id: amendment.id },
        payload: { changes, material },
        tell: [tender.procurerId],
      });
      return presentProposal(amendment, tender.version);
    });
  }
}
