import { unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';

/** A number in a path. Throws Refusal 404 for what is none. */
export function numberOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw unknownResource();
  return Number(text);
}

type Numbered = 'complaint_hearings' | 'ordered_remedies' | 'outside_proceedings';

/** What stands in a list of the complaint under its number; null where nothing does. */
export async function numbered(reader: Reader, table: Numbered, complaintId: string, number: number): Promise<string | null> {
  const rows = await reader.query<{ id: string }>(`SELECT id FROM ${table} WHERE complaint_id = $1 AND number = $2`, [
    complaintId,
    number,
  ]);
  return rows[0]?.id ?? null;
}

/** The number of what comes next in such a list. The caller holds the complaint's lock. */
export async function nextNumber(reader: Reader, table: Numbered, complaintId: string): Promise<number> {
  const [row] = await reader.query<{ next: number }>(
    `SELECT coalesce(max(number), 0)::int + 1 AS next FROM ${table} WHERE complaint_id = $1`,
    [complaintId],
  );
  return (row as { next: number }).next;
}
