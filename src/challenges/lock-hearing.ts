import type { Actor } from '../platform/actor.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { Tender } from '../tenders/tender.entity.js';
import { lockComplaint, requireReviewer } from './advance-complaint.js';
import type { Complaint } from './complaint.entity.js';
import { numberOf, numbered } from './numbered.js';
import { ComplaintHearing } from './proceedings.entity.js';

/**
 * The case, then its hearing of that number, for a reviewer of the case. Throws Refusal 404 for a stranger or no such hearing, LawRefusal
 * `complaint.reviewer-conflicted`, `complaint.hearing-closed` once it has its minutes or was cancelled.
 */
export async function lockHearing(
  work: Work,
  actor: Actor,
  complaintId: string,
  number: string,
): Promise<{ tender: Tender; complaint: Complaint; hearing: ComplaintHearing }> {
  const { tender, complaint } = await lockComplaint(work, complaintId);
  await requireReviewer(work, actor, complaint);
  const id = await numbered(work, 'complaint_hearings', complaintId, numberOf(number));
  if (id === null) throw unknownResource();
  const hearing = await work.lock(ComplaintHearing, id);
  if (hearing.minutes !== null || hearing.cancellation !== null) throw new LawRefusal([breach('complaint.hearing-closed')]);
  return { tender, complaint, hearing };
}
