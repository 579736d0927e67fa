import { validate } from 'uuid';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import type { Exclusion } from './exclusion.entity.js';

type Head = Pick<Exclusion, 'tenderId' | 'supplierId' | 'procurerId'>;

const columns = `
  id, version, tender_id AS "tenderId", procurer_id AS "procurerId", supplier_id AS "supplierId", bid_id AS "bidId",
  application_id AS "applicationId", breach_id AS "breachId", state, reasons, notified_by AS "notifiedBy", notified_at AS "notifiedAt",
  statement_due AS "statementDue", statement_ends_at AS "statementEndsAt", statement, stated_by AS "statedBy", stated_at AS "statedAt",
  decision, decided_by AS "decidedBy", decided_at AS "decidedAt"`;

/** Without a lock: which tender to lock, and whose it is. Throws Refusal 404 where there is none that the caller may act on. */
export async function exclusionHead(reader: Reader, id: string, may: (head: Head) => boolean): Promise<Head> {
  const rows = validate(id)
    ? await reader.query<Head>(
        'SELECT tender_id AS "tenderId", supplier_id AS "supplierId", procurer_id AS "procurerId" FROM exclusions WHERE id = $1',
        [id],
      )
    : [];
  if (rows[0] === undefined || !may(rows[0])) throw unknownResource();
  return rows[0];
}

export async function exclusionById(reader: Reader, id: string): Promise<Exclusion | null> {
  const rows = await reader.query<Exclusion>(`SELECT ${columns} FROM exclusions WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** Newest first; of one organisation, or of all where `party` is null. */
export async function pageOfExclusions(
  reader: Reader,
  tenderId: string,
  party: string | null,
  query: PageQuery,
): Promise<Page<Exclusion>> {
  const limit = limitOf(query);
  const rows = await reader.query<Exclusion>(
    `SELECT ${columns} FROM exclusions
      WHERE tender_id = $1 AND ($2::uuid IS NULL OR $2 IN (procurer_id, supplier_id)) AND ($3::uuid IS NULL OR id < $3)
      ORDER BY id DESC LIMIT $4`,
    [tenderId, party, query.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}
