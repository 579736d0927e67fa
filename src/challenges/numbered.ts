import { unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';

/** A number in a path. Throws Refusal 404 for what is none. */
export function numberOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw unknownResource();
  return Number(text);
}

/** What stands in a list of the complaint under its number; null where nothing does. */
export async function numbered(
  reader: Reader,
  table: 'ordered_remedies' | 'outside_proceedings',
  complaintId: string,
  number: number,
): Promise<string | null> {
  const rows = await reader.query<{ id: string }>(`SELECT id FROM ${table} WHERE complaint_id = $1 AND number = $2`, [
    complaintId,
    number,
  ]);
  return rows[0]?.id ?? null;
}
