import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { lockComplaint } from './advance-complaint.js';
import type { AssistantDeclarationBody } from './case-file.dto.js';
import { CaseAssistant } from './case-file.entity.js';

/** Before it reads anything, an assistant says whether a conflict of interest exists; with one it is out. */
@Injectable()
export class DeclareAssistant {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `complaint.already-declared`; Refusal 404 for everybody else. */
  run(actor: Actor, id: string, assistantId: string, body: AssistantDeclarationBody): Promise<CaseAssistant> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      const assistant = await work.lock(CaseAssistant, assistantId);
      if (assistant.complaintId !== id || assistant.personId !== actor.personId) throw unknownResource();
      if (assistant.conflict !== null || assistant.endedAt !== null) throw new LawRefusal([breach('complaint.already-declared')]);
      const { conflict } = body;
      await work.save(CaseAssistant, assistant, { conflict, declaredAt: work.now, endedAt: conflict ? work.now : null });
      work.record({
        type: 'assistant.declared',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'case-assistant', id: assistantId },
        payload: { complaintId: id, conflict },
        tell: [complaint.reviewBodyId],
      });
      return assistant;
    });
  }
}
