import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { obey, unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { recusalIsDecidable } from '../rules/case-reviewer.js';
import { lockComplaint, requireFreeReviewer } from './advance-complaint.js';
import type { Complaint } from './complaint.entity.js';
import { leaveCase } from './leave-case.js';
import type { ReviewerRecusalDecisionBody } from './reviewer.dto.js';
import { ReviewerRecusalRequest } from './reviewer.entity.js';

/** Another reviewer of the authority decides on a recusal, with reasons; where it is granted, another reviewer is drawn. */
@Injectable()
export class DecideReviewerRecusal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `complaint.reviewer-conflicted`, `complaint.recusal-own-cause`, `complaint.recusal-decided`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, requestId: string, body: ReviewerRecusalDecisionBody): Promise<ReviewerRecusalRequest> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireFreeReviewer(work, actor, complaint);
      const request = await work.lock(ReviewerRecusalRequest, requestId);
      if (request.complaintId !== id) throw unknownResource();
      obey(recusalIsDecidable({ state: request.state, aboutId: request.personId, deciderId: actor.personId }));
      requireMatch(actor, request);
      const state = body.recuse ? 'granted' : 'rejected';
      const decisionReasons = { zh: body.reasons.zh, en: body.reasons.en };
      await work.save(ReviewerRecusalRequest, request, {
        state,
        decisionReasons,
        decidedBy: actor.personId,
        closedAt: work.now,
      });
      work.record({
        type: 'reviewer.recusal-decided',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'reviewer-recusal-request', id: requestId },
        payload: { complaintId: id, personId: request.personId, state, reasons: decisionReasons },
        tell: [complaint.complainantId, complaint.procurerId],
        tellPeople: [request.personId],
      });
      const { personId, reasons: reason } = request;
      if (body.recuse) await leaveCase(work, complaint, { personId, reason, cause: 'request', actor });
      return request;
    });
  }
}

/** Nothing is ruled while a request is undecided that somebody could decide: another reviewer of the authority without a tie. */
export async function recusalsAreDecided(reader: Reader, complaint: Complaint): Promise<ReturnType<typeof breach>[]> {
  const rows = await reader.query(
    `SELECT 1 FROM reviewer_recusal_requests asked WHERE asked.complaint_id = $1 AND asked.state = 'requested'
        AND EXISTS (SELECT FROM memberships member, reviewer_ties(member.person_id, $1) tie
                     WHERE member.organization_id = $2 AND 'reviewer' = ANY (member.roles) AND (member.until IS NULL OR member.until > platform_now())
                       AND member.person_id <> asked.person_id AND NOT (tie.recused OR tie.party OR tie.acted OR tie.serves)) LIMIT 1`,
    [complaint.id, complaint.reviewBodyId],
  );
  return rows.length === 0 ? [] : [breach('complaint.recusal-undecided')];
}
