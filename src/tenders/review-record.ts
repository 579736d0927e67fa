import type { Reader } from '../platform/reads.js';
import type { ReviewRecord } from '../rules/non-award.js';

/** What the platform's own record says of challenges, rulings and refused contracts of a procurement: what a code of its end is held against. */
export async function reviewRecordOf(reader: Reader, tenderId: string): Promise<ReviewRecord> {
  const rows = await reader.query<ReviewRecord>(
    `SELECT EXISTS (SELECT FROM challenges WHERE tender_id = $1) AS challenged,
            EXISTS (SELECT FROM complaints complaint JOIN challenges challenge ON challenge.id = complaint.challenge_id
                     WHERE challenge.tender_id = $1 AND complaint.state IN ('upheld', 'partly-upheld')) AS ruled,
            EXISTS (SELECT FROM awards WHERE tender_id = $1 AND state = 'refused') AS refused`,
    [tenderId],
  );
  return rows[0] as ReviewRecord;
}
