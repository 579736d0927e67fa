import type { Reader } from '../platform/reads.js';

/** Whether the person has declared a conflict (true), declared that there is none (false), or declared nothing (null). A conflict once declared stays. */
export async function declaredConflict(reader: Reader, tenderId: string, personId: string): Promise<boolean | null> {
  const rows = await reader.query<{ conflict: boolean | null }>(
    'SELECT bool_or(has_conflict) AS conflict FROM conflict_declarations WHERE tender_id = $1 AND person_id = $2',
    [tenderId, personId],
  );
  return rows[0]?.conflict ?? null;
}
