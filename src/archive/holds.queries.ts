import type { Reader } from '../platform/reads.js';
import type { LegalHold } from '../tenders/legal-hold.entity.js';

const columns = `id, version, tender_id AS "tenderId", number, cause_kind AS "causeKind", cause_id AS "causeId", reason, authority, reference,
  placed_by AS "placedBy", placed_at AS "placedAt", released_by AS "releasedBy", released_at AS "releasedAt", release_reason AS "releaseReason"`;

/** All that ever stood, in order; of a record that is destroyed, too. */
export async function holdsOf(reader: Reader, tenderId: string): Promise<LegalHold[]> {
  return reader.query<LegalHold>(`SELECT ${columns} FROM legal_holds WHERE tender_id = $1 ORDER BY number`, [tenderId]);
}

/** Null for what is no number, and for a number that no hold has. */
export async function holdOf(reader: Reader, tenderId: string, number: string): Promise<LegalHold | null> {
  if (!/^[1-9]\d{0,8}$/.test(number)) return null;
  const rows = await reader.query<LegalHold>(`SELECT ${columns} FROM legal_holds WHERE tender_id = $1 AND number = $2`, [
    tenderId,
    Number(number),
  ]);
  return rows[0] ?? null;
}
