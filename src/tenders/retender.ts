import type { Reader } from '../platform/reads.js';
import { obey } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { Text } from './tender.entity.js';

/** A procurement that another one names. */
export interface LinkedTender {
  id: string;
  referenceNumber: string;
  title: Text;
  publishedAt: Instant;
}

const linked = (table: string): string =>
  `json_build_object('id', ${table}.id, 'referenceNumber', ${table}.reference_number, 'title', ${table}.title,
                     'publishedAt', utc_text(${table}.published_at))`;

/** SQL: what `tender` tenders again. */
export const predecessor = `
  (SELECT ${linked('earlier')} FROM tenders earlier WHERE earlier.id = tender.retender_of) AS predecessor`;

/** SQL: what was published to tender the tender of that id again (重新采购). */
export function successorsOf(id: string): string {
  return `(SELECT coalesce(json_agg(${linked('later')} ORDER BY later.id), '[]')
             FROM tenders later WHERE later.retender_of = ${id} AND later.published_at IS NOT NULL)`;
}

/** Throws LawRefusal `tender.retender-unfounded` unless it names a published procurement of the entity that ended without award. */
export async function requireRetender(reader: Reader, procurerId: string, retenderOf: string | null | undefined): Promise<void> {
  if (!retenderOf) return;
  const rows = await reader.query(
    `SELECT 1 FROM tenders WHERE id = $1 AND procurer_id = $2 AND published_at IS NOT NULL AND state IN ('failed', 'cancelled')`,
    [retenderOf, procurerId],
  );
  if (rows.length === 0) obey([breach('tender.retender-unfounded', {}, { pointer: '#/retenderOf' })]);
}
