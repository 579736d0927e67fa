import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { lockComplaint, requireReviewer } from './advance-complaint.js';
import { CaseAssistant } from './case-file.entity.js';

/** The reviewer lets an assistant out; from that moment it reads nothing. */
@Injectable()
export class LetOutAssistant {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `complaint.assistant-gone`, and as `requireReviewer` does; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, assistantId: string): Promise<CaseAssistant> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      const assistant = await work.lock(CaseAssistant, assistantId);
      if (assistant.complaintId !== id) throw unknownResource();
      requireMatch(actor, assistant);
      if (assistant.endedAt !== null) throw new LawRefusal([breach('complaint.assistant-gone')]);
      await work.save(CaseAssistant, assistant, { endedAt: work.now });
      work.record({
        type: 'assistant.let-out',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'case-assistant', id: assistantId },
        payload: { complaintId: id, personId: assistant.personId },
        tellPeople: [assistant.personId],
      });
      return assistant;
    });
  }
}
