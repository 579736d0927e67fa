import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { trackOf } from '../rules/track.js';
import { advanceComplaint, lockComplaint, requireReviewer } from './advance-complaint.js';
import type { AcceptanceBody } from './complaint.dto.js';
import { notifyRespondents } from './notify-respondents.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import { reviewBodyIsIndependent } from './review-body-independence.js';
import { watchDecision, watchExplanations } from './watch-complaint.js';
import { meetDeadline } from './watched-deadlines.js';

/** 受理: the authority takes the case and tells the respondents of it; in works the time to decide counts from here (rulebook P8). */
@Injectable()
export class AcceptComplaint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.reviewer-not-independent`, `complaint.reviewer-conflicted`, `complaint.wrong-state`; Refusal 404 for a stranger, 412 and 428 for If-Match. */
  run(actor: Actor, id: string, body: AcceptanceBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      requireMatch(actor, complaint);
      obey(await reviewBodyIsIndependent(work, complaint.reviewBodyId, complaint));
      const changes = { acceptedAt: work.now };
      await advanceComplaint(work, complaint, { event: 'accept', party: 'reviewer', changes });
      const respondents = await notifyRespondents(work, complaint);
      const calendar = await this.law.calendar(work);
      await meetDeadline(work, { caseId: id, kind: 'complaint.admissibility' });
      await meetDeadline(work, { caseId: id, kind: 'complaint.respondent-notice' });
      await watchDecision(work, complaint, { tender, calendar });
      await watchExplanations(work, complaint, respondents, calendar);
      const answer = presentComplaint(complaint, { track: trackOf(tender.category), calendar, ruling: null });
      work.record({
        type: 'complaint.accepted',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: {
          acceptedAt: work.now,
          decisionDueOn: answer.decisionDueOn,
          respondents: respondents.length,
          statement: body.statement ? { ...body.statement } : null,
        },
        tell: [complaint.complainantId, ...respondents],
      });
      return answer;
    });
  }
}
