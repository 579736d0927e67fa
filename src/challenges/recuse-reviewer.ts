import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { complaintMachine } from '../rules/complaint.machine.js';
import { trackOf } from '../rules/track.js';
import { isOfReviewBody, lockComplaint } from './advance-complaint.js';
import { reviewerTies } from '../tenders/reviewer-ties.js';
import type { RecusalBody } from './complaint.dto.js';
import { leaveCase } from './leave-case.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';

/** 回避: a reviewer withdraws from the case for good; another reviewer of the authority is drawn. */
@Injectable()
export class RecuseReviewer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.wrong-state` in a closed case, `complaint.reviewer-conflicted` the second time; Refusal 404 for a stranger. */
  run(actor: Actor, id: string, body: RecusalBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      if (!isOfReviewBody(actor, complaint)) throw unknownResource();
      if (complaintMachine.final.includes(complaint.state))
        throw new LawRefusal([breach('complaint.wrong-state', { state: complaint.state, event: 'recuse' })]);
      if ((await reviewerTies(work, actor.personId, complaint)).recused) {
        const reason = { zh: '已经回避', en: 'has withdrawn from this case' };
        throw new LawRefusal([breach('complaint.reviewer-conflicted', { reason })]);
      }
      await leaveCase(work, complaint, { personId: actor.personId, reason: { ...body.reason }, cause: 'recusal', actor });
      return presentComplaint(complaint, {
        track: trackOf(tender.category),
        calendar: await this.law.calendar(work),
        ruling: null,
      });
    });
  }
}
