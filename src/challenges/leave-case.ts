import type { Actor } from '../platform/actor.js';
import type { Work } from '../platform/unit-of-work.js';
import { Complaint, ReviewerRecusal } from './complaint.entity.js';
import type { PartyText } from './challenge.entity.js';
import { drawReviewer } from './draw-reviewer.js';
import type { DrawCause } from './reviewer.entity.js';

/** 回避: the person has nothing more to do with the case, for good. Was the case theirs, another is drawn, and what was asked about them is moot. */
export async function leaveCase(
  work: Work,
  complaint: Complaint,
  leaving: { personId: string; reason: PartyText; cause: DrawCause; actor: Actor },
): Promise<void> {
  const { personId, reason, cause, actor } = leaving;
  await work.insert(ReviewerRecusal, { complaintId: complaint.id, personId, reason, recusedAt: work.now });
  await work.save(Complaint, complaint, {});
  work.record({
    type: 'reviewer.recused',
    article: 60,
    tenderId: complaint.tenderId,
    subject: { kind: 'complaint', id: complaint.id },
    payload: { personId, cause, recusedAt: work.now },
    tell: [complaint.reviewBodyId],
  });
  if (complaint.reviewerId !== personId) return;
  await work.query(
    `UPDATE reviewer_recusal_requests SET state = 'moot', closed_at = $3, version = version + 1
      WHERE complaint_id = $1 AND person_id = $2 AND state = 'requested'`,
    [complaint.id, personId, work.now],
  );
  await drawReviewer(work, complaint, cause, actor);
}
