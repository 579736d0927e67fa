import { newId, type Work } from '../platform/unit-of-work.js';
import { unprovenTogether, type DecidedComplaint } from '../rules/unproven-complaints.js';
import { ComplainantFlag } from './complainant-flag.entity.js';
import type { Complaint } from './complaint.entity.js';

/**
 * After a decision: puts the supplier before a person where its complaints were not proven three times in twelve months. Each complaint counts for one
 * such finding. Nothing else follows from it.
 */
export async function flagComplainant(work: Work, { complainantId, reviewBodyId }: Complaint): Promise<void> {
  // Two decisions on one supplier at once count one after the other.
  await work.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 36))', [complainantId]);
  const decided = await work.query<DecidedComplaint>(
    `SELECT complaint.id, ruling.outcome, ruling.ground, ruling.decided_at AS "decidedAt"
       FROM complaints complaint JOIN complaint_rulings ruling ON ruling.complaint_id = complaint.id
      WHERE complaint.complainant_id = $1
        AND NOT EXISTS (SELECT FROM complainant_flags flag WHERE flag.supplier_id = $1 AND complaint.id = ANY (flag.complaint_ids))
      ORDER BY ruling.decided_at DESC, complaint.id LIMIT 100`,
    [complainantId],
  );
  const complaintIds = unprovenTogether(decided);
  if (complaintIds.length === 0) return;
  const flag = await work.insert(ComplainantFlag, {
    id: newId(),
    version: 1,
    supplierId: complainantId,
    reviewBodyId,
    complaintIds,
    state: 'open',
    raisedAt: work.now,
    reasons: null,
    closedBy: null,
    closedAt: null,
  });
  work.record({
    type: 'complainant.flagged',
    article: 60,
    // Nothing of the procurement's own, and nothing for its public.
    tenderId: null,
    subject: { kind: 'complainant-flag', id: flag.id },
    payload: { supplierId: complainantId, complaintIds },
    tell: [reviewBodyId],
  });
}
