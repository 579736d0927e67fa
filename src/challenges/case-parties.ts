import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import type { Reader } from '../platform/reads.js';
import { reviewerTies } from '../tenders/reviewer-ties.js';
import { isOfReviewBody } from './advance-complaint.js';
import { sideOf } from './challenges.queries.js';
import type { Complaint } from './complaint.entity.js';
import type { ComplaintRespondent } from './proceedings.entity.js';

/** Which side of the complaint the caller acts for; null for whoever is neither the complainant nor the procuring entity. */
export function sideOfComplaint(actor: Actor, complaint: Complaint): 'supplier' | 'procurer' | null {
  const { complainantId: supplierId, procurerId, tenderId } = complaint;
  return sideOf(actor, { supplierId, procurerId, tenderId });
}

/** Whether the caller is a reviewer of the case's authority who has not withdrawn and belongs to no party. */
export async function reviewsCase(reader: Reader, actor: Actor, complaint: Complaint): Promise<boolean> {
  if (!isOfReviewBody(actor, complaint)) return false;
  const ties = await reviewerTies(reader, actor.personId, complaint);
  return !ties.recused && !ties.party;
}

const respondentRoles = ['procurer', 'approver', 'supplier'] as const;

/** The respondent that the caller acts for, as it was told; null for whoever was not. Throws LawRefusal where a mandate or power does not cover the tender. */
export async function respondentFor(reader: Reader, actor: Actor, complaint: Complaint): Promise<ComplaintRespondent | null> {
  if (!respondentRoles.some((role) => actor.roles.includes(role))) return null;
  const rows = await reader.query<ComplaintRespondent>(
    `SELECT id, complaint_id AS "complaintId", organization_id AS "organizationId", capacity, copy, notified_at AS "notifiedAt"
       FROM complaint_respondents WHERE complaint_id = $1 AND organization_id = $2`,
    [complaint.id, actor.organizationId],
  );
  if (!rows[0]) return null;
  requireCovered(actor, complaint.tenderId);
  return rows[0];
}
