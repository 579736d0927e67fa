import type { Page } from '../platform/paging.js';
import { limitOf, pageOf } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';
import type { DisposalQuery } from './archive.dto.js';
import type { Disposal } from './disposal.entity.js';

export interface Approval {
  personId: string;
  organizationId: string | null;
  approvedAt: Instant;
}

export type DisposalRecord = Disposal & { approvals: Approval[] };

const select = `SELECT one.id, one.version, one.tender_id AS "tenderId", one.state, one.tombstone, one.reason, one.ended_on AS "endedOn",
  one.retained_until AS "retainedUntil", one.proposed_by AS "proposedBy", one.proposed_at AS "proposedAt", one.refused_by AS "refusedBy",
  one.refusal, one.decided_at AS "decidedAt", one.destroyed, one.loosened_at AS "loosenedAt", one.executed_at AS "executedAt",
  (SELECT coalesce(json_agg(json_build_object('personId', person_id, 'organizationId', organization_id, 'approvedAt', utc_text(approved_at))
            ORDER BY approved_at), '[]') FROM disposal_approvals WHERE disposal_id = one.id) AS approvals
  FROM disposals one`;

export async function oneDisposal(reader: Reader, id: string): Promise<DisposalRecord | null> {
  const rows = await reader.query<DisposalRecord>(`${select} WHERE one.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Newest first. */
export async function manyDisposals(reader: Reader, query: DisposalQuery): Promise<Page<DisposalRecord>> {
  const limit = limitOf(query);
  const rows = await reader.query<DisposalRecord>(
    `${select} WHERE ($1::uuid IS NULL OR one.id < $1) AND ($2::text IS NULL OR one.state = $2) ORDER BY one.id DESC LIMIT $3`,
    [query.after ?? null, query.state ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

/** The one that is not refused or stopped; a record has at most one. */
export async function disposalUnderWay(reader: Reader, tenderId: string): Promise<DisposalRecord | null> {
  const rows = await reader.query<DisposalRecord>(
    `${select} WHERE one.tender_id = $1 AND one.state IN ('proposed', 'approved', 'destroying', 'executed')`,
    [tenderId],
  );
  return rows[0] ?? null;
}

/** The reference numbers of procurements that are kept and are founded on this one. */
export async function foundedOn(reader: Reader, tenderId: string): Promise<string[]> {
  const rows = await reader.query<{ referenceNumber: string }>(
    `SELECT reference_number AS "referenceNumber" FROM tenders WHERE id IN (SELECT procurements_founded_on($1)) ORDER BY reference_number`,
    [tenderId],
  );
  return rows.map((one) => one.referenceNumber);
}
