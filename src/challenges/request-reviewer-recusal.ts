import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { complaintMachine } from '../rules/complaint.machine.js';
import { lockComplaint } from './advance-complaint.js';
import { sideOfComplaint } from './case-parties.js';
import type { Complaint } from './complaint.entity.js';
import type { ReviewerRecusalRequestBody } from './reviewer.dto.js';
import { ReviewerRecusalRequest } from './reviewer.entity.js';

/** 申请回避: a party asks, with its reasons, that the assigned reviewer leaves the case; nothing is ruled before the decision. */
@Injectable()
export class RequestReviewerRecusal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `complaint.recusal-pending`, `complaint.nobody-assigned`, `complaint.wrong-state`; Refusal 404 for a stranger. */
  run(actor: Actor, id: string, body: ReviewerRecusalRequestBody): Promise<ReviewerRecusalRequest> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      const organizationId = partyOf(actor, complaint);
      if (complaintMachine.final.includes(complaint.state))
        throw new LawRefusal([breach('complaint.wrong-state', { state: complaint.state, event: 'request-recusal' })]);
      if (complaint.reviewerId === null) throw new LawRefusal([breach('complaint.nobody-assigned')]);
      await requireNoneOpen(work, id, organizationId);
      const request = await work.insert(ReviewerRecusalRequest, {
        id: newId(),
        version: 1,
        complaintId: id,
        tenderId: tender.id,
        organizationId,
        personId: complaint.reviewerId,
        reasons: { ...body.reasons },
        state: 'requested',
        requestedBy: actor.personId,
        requestedAt: work.now,
        decisionReasons: null,
        decidedBy: null,
        closedAt: null,
      });
      work.record({
        type: 'reviewer.recusal-requested',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'reviewer-recusal-request', id: request.id },
        payload: { complaintId: id, organizationId, personId: request.personId },
        tell: [complaint.reviewBodyId],
      });
      return request;
    });
  }
}

function partyOf(actor: Actor, complaint: Complaint): string {
  const side = sideOfComplaint(actor, complaint);
  if (side === null) throw unknownResource();
  return side === 'supplier' ? complaint.complainantId : complaint.procurerId;
}

async function requireNoneOpen(work: Work, complaintId: string, organizationId: string): Promise<void> {
  const open = await work.query(
    `SELECT 1 FROM reviewer_recusal_requests WHERE complaint_id = $1 AND organization_id = $2 AND state = 'requested'`,
    [complaintId, organizationId],
  );
  if (open.length > 0) throw new LawRefusal([breach('complaint.recusal-pending')]);
}
