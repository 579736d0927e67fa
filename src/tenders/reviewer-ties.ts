import type { Reader } from '../platform/reads.js';
import type { ReviewerTies } from '../rules/case-reviewer.js';

/**
 * What bars a person from this case, on the state of this moment; the database asks itself the same before a ruling and in a draw. What somebody has
 * done is read from the audit trail: every act in the procurement for whomever but its review authority, and every part in it that the rows name
 * whatever the person acted for.
 */
export async function reviewerTies(reader: Reader, person: string, complaint: { id: string }): Promise<ReviewerTies> {
  const rows = await reader.query<ReviewerTies>('SELECT recused, party, acted, serves FROM reviewer_ties($1, $2)', [
    person,
    complaint.id,
  ]);
  return rows[0] ?? { recused: false, party: false, acted: false, serves: false };
}
