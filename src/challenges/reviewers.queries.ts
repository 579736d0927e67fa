import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { DrawCause, ReviewerDraw, ReviewerRecusalRequest } from './reviewer.entity.js';

export interface AssignmentAnswer {
  id: string;
  complaintId: string;
  number: number;
  cause: DrawCause;
  /** Null where nobody was free of ties. */
  reviewer: { id: string; name: Bilingual } | null;
  /** Whether this reviewer has declared in the case, and what. */
  declaration: { conflict: boolean; declaredAt: Instant } | null;
  draw: ReviewerDraw;
  drawnAt: Instant;
}

/** The draws of a case, the last first; with the draw itself, so that whoever reads it can redo it. */
export async function pageOfAssignments(reader: Reader, complaintId: string, page: PageQuery): Promise<Page<AssignmentAnswer>> {
  const limit = limitOf(page);
  const rows = await reader.query<AssignmentAnswer>(
    `SELECT one.id, one.complaint_id AS "complaintId", one.number, one.cause, one.draw, one.drawn_at AS "drawnAt",
            CASE WHEN person.id IS NOT NULL THEN json_build_object('id', person.id, 'name', person.name) END AS reviewer,
            CASE WHEN said.id IS NOT NULL THEN json_build_object('conflict', said.conflict, 'declaredAt', utc_text(said.declared_at)) END AS declaration
       FROM reviewer_assignments one LEFT JOIN people person ON person.id = one.person_id
       LEFT JOIN reviewer_declarations said ON said.complaint_id = one.complaint_id AND said.person_id = one.person_id
      WHERE one.complaint_id = $1 AND ($2::uuid IS NULL OR one.id < $2) ORDER BY one.id DESC LIMIT $3`,
    [complaintId, page.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

export async function hasDeclaredNoConflict(reader: Reader, complaintId: string, personId: string): Promise<boolean> {
  const rows = await reader.query(
    'SELECT 1 FROM reviewer_declarations WHERE complaint_id = $1 AND person_id = $2 AND NOT conflict',
    [complaintId, personId],
  );
  return rows.length > 0;
}

/** Reviewers of the authority by the memberships of this moment. */
export async function reviewersOf(reader: Reader, reviewBodyId: string): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    `SELECT DISTINCT person_id AS id FROM memberships WHERE organization_id = $1 AND 'reviewer' = ANY (roles)
        AND (until IS NULL OR until > platform_now()) ORDER BY person_id`,
    [reviewBodyId],
  );
  return rows.map((one) => one.id);
}

/** What a draw is committed to; its secret alone can be read once the draw is due. */
export async function reviewerSeed(
  reader: Reader,
  complaint: { id: string; challengeId: string },
  number: number,
): Promise<{ commitment: string; committedAt: Instant; secret: string | null }> {
  const rows = await reader.query<{ commitment: string; committedAt: Instant; secret: string | null }>(
    `SELECT commitment, committed_at AS "committedAt", reviewer_draw_secret($2) AS secret FROM reviewer_draw_seeds
      WHERE challenge_id = $1 AND number = $3`,
    [complaint.challengeId, complaint.id, number],
  );
  return rows[0] as { commitment: string; committedAt: Instant; secret: string | null };
}

/** The requests in a case, the last first. */
export async function pageOfRecusalRequests(
  reader: Reader,
  complaintId: string,
  page: PageQuery,
): Promise<Page<ReviewerRecusalRequest>> {
  const limit = limitOf(page);
  const rows = await reader.query<ReviewerRecusalRequest>(
    `SELECT id, version, complaint_id AS "complaintId", tender_id AS "tenderId", organization_id AS "organizationId", person_id AS "personId",
            reasons, state, requested_by AS "requestedBy", requested_at AS "requestedAt", decision_reasons AS "decisionReasons",
            decided_by AS "decidedBy", closed_at AS "closedAt"
       FROM reviewer_recusal_requests WHERE complaint_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [complaintId, page.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}
