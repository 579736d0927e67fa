import { newId, type Work } from '../platform/unit-of-work.js';
import { copyFor } from './complaint-copy.js';
import type { Complaint } from './complaint.entity.js';
import { ComplaintRespondent, type RespondentCapacity } from './proceedings.entity.js';

/**
 * 94号令 art. 21: the procuring entity, every agency that has held its mandate for the tender and, where the result is challenged, the suppliers whose
 * result it is. Gives the organisations that are to be told; the delivery of that news is the proof.
 */
export async function notifyRespondents(work: Work, complaint: Complaint): Promise<string[]> {
  const respondents = await respondentsOf(work, complaint);
  for (const [organizationId, capacity] of respondents)
    await work.insert(ComplaintRespondent, {
      id: newId(),
      complaintId: complaint.id,
      organizationId,
      capacity,
      copy: capacity === 'procurer' ? null : await copyFor(work, complaint, organizationId),
      notifiedAt: work.now,
    });
  return [...respondents.keys()];
}

async function respondentsOf(work: Work, complaint: Complaint): Promise<Map<string, RespondentCapacity>> {
  const { tenderId, procurerId, complainantId, challengeId } = complaint;
  const agencies = await work.query<{ id: string }>('SELECT agencies_of($1) AS id', [tenderId]);
  const winners = await work.query<{ id: string }>(
    `SELECT DISTINCT award.supplier_id AS id FROM challenges challenge JOIN awards award ON award.tender_id = challenge.tender_id
      WHERE challenge.id = $1 AND challenge.subject = 'result' AND award.state = 'active'
        AND (challenge.lot_ids IS NULL OR award.lot_id IS NULL OR award.lot_id = ANY (challenge.lot_ids))`,
    [challengeId],
  );
  const found: [string, RespondentCapacity][] = [
    ...winners.map(({ id }): [string, RespondentCapacity] => [id, 'supplier']),
    ...agencies.map(({ id }): [string, RespondentCapacity] => [id, 'agency']),
    [procurerId, 'procurer'],
  ];
  return new Map(found.filter(([id]) => id !== complainantId));
}
