import type { Reader } from '../platform/reads.js';

/**
 * What bars a person from this case, on the state of this moment. What somebody has done is read from the audit trail: every act in the
 * procurement for whomever but its review authority, and every part in it that the rows name whatever the person acted for.
 */
export async function reviewerTies(
  reader: Reader,
  person: string,
  complaint: { id: string; tenderId: string; procurerId: string; complainantId: string },
): Promise<{ recused: boolean; party: boolean; acted: boolean }> {
  const rows = await reader.query<{ recused: boolean; party: boolean; acted: boolean }>(
    `SELECT EXISTS (SELECT FROM reviewer_recusals WHERE complaint_id = $2 AND person_id = $1) AS recused,
            EXISTS (SELECT FROM memberships member WHERE member.person_id = $1 AND (member.until IS NULL OR member.until > platform_now())
                      AND (member.organization_id IN ($4, $5) OR member.organization_id IN (SELECT agencies_of($3))
                           OR member.organization_id IN (SELECT supplier_id FROM opened_bids WHERE tender_id = $3)))
              OR EXISTS (SELECT FROM delegations WHERE person_id = $1 AND principal_id IN ($4, $5) AND ended_at IS NULL AND valid_to > platform_now()
                            AND (tender_ids IS NULL OR $3 = ANY (tender_ids))) AS party,
            EXISTS (SELECT FROM audit_entries WHERE tender_id = $3 AND actor_person_id = $1
                       AND (actor_organization_id IS NULL
                            OR actor_organization_id NOT IN (SELECT review_body_id FROM complaints WHERE tender_id = $3)))
              OR EXISTS (SELECT FROM tenders WHERE id = $3 AND $1 IN (created_by, approved_by, published_by))
              OR EXISTS (SELECT FROM lock_deals deal WHERE tender_id = $3
                           AND (dealer_id = $1 OR EXISTS (SELECT FROM lock_shares WHERE deal_id = deal.id AND person_id = $1)))
              OR EXISTS (SELECT FROM evaluations WHERE tender_id = $3 AND evaluator_id = $1)
              OR EXISTS (SELECT FROM conflict_declarations WHERE tender_id = $3 AND person_id = $1 AND has_conflict) AS acted`,
    [person, complaint.id, complaint.tenderId, complaint.procurerId, complaint.complainantId],
  );
  return rows[0] ?? { recused: false, party: false, acted: false };
}
