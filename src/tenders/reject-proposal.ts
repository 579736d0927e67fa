import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { RejectionBody } from './amendment.dto.js';
import { TenderAmendment } from './amendment.entity.js';
import { presentProposal, type ProposalAnswer } from './amendments.queries.js';
import { lockProposal } from './lock-proposal.js';
import { lockOwnTenderToAnswer } from './own-tender.js';

/** A proposed amendment is not published: its author withdraws it, or another refuses it, with the reason. It stays in the file. */
@Injectable()
export class RejectProposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `tender.wrong-state` once decided; Refusal 404, 412, 428. */
  run(actor: Actor, tenderId: string, id: string, { reason }: RejectionBody): Promise<ProposalAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTenderToAnswer(work, actor, tenderId);
      const { amendment } = await lockProposal(work, actor, tender, id);
      const rejection = { ...reason };
      await work.save(TenderAmendment, amendment, {
        state: 'rejected',
        rejection,
        rejectedBy: actor.personId,
        rejectedAt: work.now,
      });
      work.record({
        type: 'amendment.rejected',
        article: 51,
        tenderId,
        subject: { kind: 'amendment', id },
        payload: { reason: rejection, proposedBy: amendment.proposedBy },
        tell: [tender.procurerId],
      });
      return presentProposal(amendment, tender.version);
    });
  }
}
