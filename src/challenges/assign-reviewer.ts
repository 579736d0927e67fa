import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { complaintMachine } from '../rules/complaint.machine.js';
import { trackOf } from '../rules/track.js';
import { isOfReviewBody, lockComplaint } from './advance-complaint.js';
import { drawReviewer } from './draw-reviewer.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';

/** Draws again where a case has no reviewer, once the authority has one without a tie. Whoever asks for it chooses nothing. */
@Injectable()
export class AssignReviewer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.already-assigned`, `complaint.nobody-to-assign`, `complaint.wrong-state`; Refusal 404 for a stranger. */
  run(actor: Actor, id: string): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      if (!isOfReviewBody(actor, complaint)) throw unknownResource();
      if (complaintMachine.final.includes(complaint.state))
        throw new LawRefusal([breach('complaint.wrong-state', { state: complaint.state, event: 'assign' })]);
      if (complaint.reviewerId !== null) throw new LawRefusal([breach('complaint.already-assigned')]);
      const { personId, draw } = await drawReviewer(work, complaint, 'pool-changed', actor);
      if (personId === null) throw new LawRefusal([breach('complaint.nobody-to-assign', { barred: draw.leftOut.length })]);
      return presentComplaint(complaint, {
        track: trackOf(tender.category),
        calendar: await this.law.calendar(work),
        ruling: null,
      });
    });
  }
}
