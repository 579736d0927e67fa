import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { approverIsNoAuthor } from '../rules/officers.js';
import { lockOwnTender } from './own-tender.js';
import { presentRedaction, type RedactionAnswer } from './propose-redaction.js';
import { Redaction } from './redaction.entity.js';

/** A second person approves (四眼原则), and from then on everybody but the procuring entity and those who audit gets the redacted file. */
@Injectable()
export class ApproveRedaction {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `tender.approver-is-author`, `redaction.stands`; Refusal 404. */
  run(actor: Actor, tenderId: string, id: string): Promise<RedactionAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      await lockOwnTender(work, actor, tenderId);
      const redaction = await work.lock(Redaction, id);
      if (redaction.tenderId !== tenderId) throw unknownResource();
      const { documentId, sha256 } = redaction;
      const standing = await work.query(`SELECT 1 FROM document_redactions WHERE document_id = $1 AND state = 'approved'`, [
        documentId,
      ]);
      if (standing.length > 0) throw new LawRefusal([breach('redaction.stands')]);
      obey(approverIsNoAuthor(actor.personId, [redaction.proposedBy]));
      await work.save(Redaction, redaction, { state: 'approved', approvedBy: actor.personId, approvedAt: work.now });
      const payload = { documentId, sha256, proposedBy: redaction.proposedBy };
      work.record({ type: 'redaction.approved', article: 53, tenderId, subject: { kind: 'redaction', id }, payload });
      return presentRedaction(redaction);
    });
  }
}
