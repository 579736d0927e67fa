import type { Reader } from '../platform/reads.js';

/** Each report that was set aside is followed by another round. */
export async function currentRound(reader: Reader, tenderId: string): Promise<number> {
  const rows = await reader.query<{ round: number }>(
    'SELECT coalesce(max(round), 0) + 1 AS round FROM evaluation_reports WHERE tender_id = $1',
    [tenderId],
  );
  return rows[0]?.round ?? 1;
}
