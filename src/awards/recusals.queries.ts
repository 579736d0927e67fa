import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import type { RecusalRequest } from './committee.entity.js';

const columns = `
  id, version, tender_id AS "tenderId", procurer_id AS "procurerId", supplier_id AS "supplierId", person_name AS "personName", reasons, evidence,
  state, requested_by AS "requestedBy", requested_at AS "requestedAt", member_id AS "memberId", decision_reasons AS "decisionReasons",
  decided_by AS "decidedBy", decided_at AS "decidedAt"`;

/** Without a lock: which tender to lock. Throws Refusal 404. */
export async function recusalHead(reader: Reader, id: string): Promise<RecusalRequest> {
  const rows = await reader.query<RecusalRequest>(`SELECT ${columns} FROM recusal_requests WHERE id = $1`, [id]);
  if (!rows[0]) throw unknownResource();
  return rows[0];
}

/** Every one, newest first: the record of an evaluation leaves none out. */
export function recusalsOf(reader: Reader, tenderId: string): Promise<RecusalRequest[]> {
  return reader.query(`SELECT ${columns} FROM recusal_requests WHERE tender_id = $1 ORDER BY id DESC`, [tenderId]);
}

/** Of one supplier or procuring entity, or of all where `party` is null; newest first. */
export async function pageOfRecusals(
  reader: Reader,
  tenderId: string,
  party: string | null,
  page: PageQuery,
): Promise<Page<RecusalRequest>> {
  const limit = limitOf(page);
  const rows = await reader.query<RecusalRequest>(
    `SELECT ${columns} FROM recusal_requests WHERE tender_id = $1 AND ($2::uuid IS NULL OR $2 IN (procurer_id, supplier_id))
        AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
    [tenderId, party, page.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}
