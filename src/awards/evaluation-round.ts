import type { ReportContent } from './lot-outcomes.js';
import type { Reader } from '../platform/reads.js';

/** Each report that was set aside is followed by another round. */
export async function currentRound(reader: Reader, tenderId: string): Promise<number> {
  const rows = await reader.query<{ round: number }>(
    'SELECT coalesce(max(round), 0) + 1 AS round FROM evaluation_reports WHERE tender_id = $1',
    [tenderId],
  );
  return rows[0]?.round ?? 1;
}

/** The report that the next decision rests on; null where none stands. */
export async function standingReport(reader: Reader, tenderId: string): Promise<{ id: string; report: ReportContent } | null> {
  const rows = await reader.query<{ id: string; report: ReportContent }>(
    `SELECT id, report FROM evaluation_reports WHERE tender_id = $1 AND state = 'valid' ORDER BY round DESC LIMIT 1`,
    [tenderId],
  );
  return rows[0] ?? null;
}
