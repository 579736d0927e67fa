import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { invalid, LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { assignedReviewerActs } from '../rules/case-reviewer.js';
import { complaintMachine } from '../rules/complaint.machine.js';
import { trackOf } from '../rules/track.js';
import { lockComplaint, requireFreeReviewer } from './advance-complaint.js';
import { leaveCase } from './leave-case.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import type { ReviewerDeclarationBody } from './reviewer.dto.js';
import { ReviewerDeclaration } from './reviewer.entity.js';

/** The assigned reviewer says before its first act whether a conflict of interest exists; with one it leaves, and another is drawn. */
@Injectable()
export class DeclareReviewer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.reviewer-conflicted`, `complaint.reviewer-not-assigned`, `complaint.already-declared`, `complaint.wrong-state`; Refusal 404, 422. */
  run(actor: Actor, id: string, body: ReviewerDeclarationBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireFreeReviewer(work, actor, complaint);
      obey(assignedReviewerActs({ personId: actor.personId, assignedId: complaint.reviewerId, hasDeclared: true }));
      if (complaintMachine.final.includes(complaint.state))
        throw new LawRefusal([breach('complaint.wrong-state', { state: complaint.state, event: 'declare' })]);
      const { conflict } = body;
      const reason = body.reason ? { ...body.reason } : null;
      if (conflict !== (reason !== null))
        throw invalid('#/reason', {
          zh: '有利害关系的须说明，没有的不填。',
          en: 'With a conflict, and only then, say what it is.',
        });
      const said = await work.query('SELECT 1 FROM reviewer_declarations WHERE complaint_id = $1 AND person_id = $2', [
        id,
        actor.personId,
      ]);
      if (said.length > 0) throw new LawRefusal([breach('complaint.already-declared')]);
      const declaration = await work.insert(ReviewerDeclaration, {
        id: newId(),
        complaintId: id,
        personId: actor.personId,
        conflict,
        reason,
        declaredAt: work.now,
      });
      work.record({
        type: 'reviewer.declared',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'reviewer-declaration', id: declaration.id },
        payload: { complaintId: id, personId: actor.personId, conflict },
        tell: [complaint.complainantId, complaint.procurerId],
      });
      if (reason !== null) await leaveCase(work, complaint, { personId: actor.personId, reason, cause: 'conflict', actor });
      return presentComplaint(complaint, {
        track: trackOf(tender.category),
        calendar: await this.law.calendar(work),
        ruling: null,
      });
    });
  }
}
