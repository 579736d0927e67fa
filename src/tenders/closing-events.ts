import type { Reader } from '../platform/reads.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import type { CivilDate } from '../rules/moment.js';

/** Something that closes a procurement (采购结束, art. 57); the latest of them is its end. */
export interface ClosingEventOfTender {
  /** `contract-accepted`, `complaint-rejected`, `tender.failed`, …; `recorded-end` is what stands in the tender. */
  kind: string;
  subjectId: string | null;
  closedOn: CivilDate;
}

/**
 * The decision of a court or of a reconsideration, which this platform learns of: from its day the fifteen years are counted anew. The clock writes
 * the later dates down. The caller holds the tender's lock and records its own event.
 */
export async function recordClosingEvent(
  work: Work,
  closing: { tenderId: string; kind: string; subjectId: string; on: CivilDate },
): Promise<void> {
  await work.query(
    'INSERT INTO closing_events (id, tender_id, kind, subject_id, closed_on, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [newId(), closing.tenderId, closing.kind, closing.subjectId, closing.on, work.now],
  );
}

/** Everything that has closed the procurement, in order. What stands in the tender is named only where nothing else explains it. */
export async function closingEventsOf(reader: Reader, tenderId: string): Promise<ClosingEventOfTender[]> {
  const rows = await reader.query<ClosingEventOfTender>(
    `SELECT kind, subject_id AS "subjectId", closed_on::text AS "closedOn" FROM closing_events_of($1) ORDER BY closed_on, kind, subject_id`,
    [tenderId],
  );
  return rows.filter(
    (one) => one.kind !== 'recorded-end' || !rows.some((other) => other !== one && other.closedOn >= one.closedOn),
  );
}

/** What is still open, so that the end is not known yet: `contract`, `challenge`, `complaint`, or the procedure itself. */
export async function openMattersOf(reader: Reader, tenderId: string): Promise<string[]> {
  const rows = await reader.query<{ matter: string }>(
    `SELECT 'procedure' AS matter FROM tenders WHERE id = $1 AND state NOT IN ('completed', 'failed', 'cancelled')
     UNION SELECT 'contract' FROM contracts WHERE tender_id = $1 AND state = 'signed'
     UNION SELECT 'challenge' FROM challenges WHERE tender_id = $1 AND state IN ('submitted', 'completing')
     UNION SELECT 'complaint' FROM complaints WHERE tender_id = $1 AND closed_at IS NULL ORDER BY matter`,
    [tenderId],
  );
  return rows.map((one) => one.matter);
}
