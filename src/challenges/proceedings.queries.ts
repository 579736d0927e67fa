import type { Reader } from '../platform/reads.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { LastExplanation } from '../rules/parties-heard.js';
import type { ComplaintRespondent, RespondentCapacity } from './proceedings.entity.js';

export interface ToldRespondent {
  id: string;
  organizationId: string;
  name: Bilingual;
  capacity: RespondentCapacity;
  notifiedAt: Instant;
  /** When the news of the acceptance was delivered to it: the proof; null until then. */
  deliveredAt: Instant | null;
  explainedAt: Instant | null;
}

/** Everybody whom the acceptance told, with the proof of it; a case has few. */
export async function respondentsOf(reader: Reader, complaintId: string): Promise<ToldRespondent[]> {
  const rows = await reader.query<ToldRespondent & { name: { zh: string; en?: string } }>(
    `SELECT told.id, told.organization_id AS "organizationId", organization.name, told.capacity, told.notified_at AS "notifiedAt",
            (SELECT min(delivered_at) FROM deliveries WHERE organization_id = told.organization_id AND topic = 'complaint.accepted'
                AND subject_id = told.complaint_id) AS "deliveredAt",
            (SELECT submitted_at FROM complaint_statements said WHERE said.complaint_id = told.complaint_id
                AND said.organization_id = told.organization_id AND said.kind = 'explanation') AS "explainedAt"
       FROM complaint_respondents told JOIN organizations organization ON organization.id = told.organization_id
      WHERE told.complaint_id = $1 ORDER BY told.id`,
    [complaintId],
  );
  return rows.map((row) => ({ ...row, name: { zh: row.name.zh, en: row.name.en ?? row.name.zh } }));
}

/** The same of one of them. */
export async function toldOf(reader: Reader, { id, complaintId }: ComplaintRespondent): Promise<ToldRespondent> {
  return (await respondentsOf(reader, complaintId)).find((one) => one.id === id) as ToldRespondent;
}

/** From when its time to explain itself counts: the proof of the delivery, and until there is one the notice itself. */
export function toldAt({ deliveredAt, notifiedAt }: Pick<ToldRespondent, 'deliveredAt' | 'notifiedAt'>): Instant {
  return deliveredAt ?? notifiedAt;
}

/** When the complainant had the last of the explanations, and whether it has answered since; null where there is none. */
export async function lastExplanationIn(
  reader: Reader,
  complaint: { id: string; complainantId: string },
): Promise<LastExplanation | null> {
  const rows = await reader.query<{ explained: number; told: number; deliveredAt: Instant | null; answered: boolean }>(
    `SELECT count(*) FILTER (WHERE kind = 'explanation')::int AS explained,
            coalesce(max(submitted_at) FILTER (WHERE kind <> 'explanation') >= max(submitted_at) FILTER (WHERE kind = 'explanation'), false) AS answered,
            (SELECT count(*)::int FROM deliveries WHERE organization_id = $2 AND topic = 'complaint.explained' AND subject_id = $1) AS told,
            (SELECT max(delivered_at) FROM deliveries WHERE organization_id = $2 AND topic = 'complaint.explained' AND subject_id = $1)
              AS "deliveredAt"
       FROM complaint_statements WHERE complaint_id = $1`,
    [complaint.id, complaint.complainantId],
  );
  const found = rows[0];
  if (!found || found.explained === 0) return null;
  return { deliveredAt: found.told < found.explained ? null : found.deliveredAt, answered: found.answered };
}

/** The hearing that has neither its minutes nor been cancelled. */
export async function openHearing(reader: Reader, complaintId: string): Promise<{ number: number; heldAt: Instant } | null> {
  const rows = await reader.query<{ number: number; heldAt: Instant }>(
    `SELECT number, held_at AS "heldAt" FROM complaint_hearings
      WHERE complaint_id = $1 AND minutes IS NULL AND cancellation IS NULL ORDER BY held_at DESC LIMIT 1`,
    [complaintId],
  );
  return rows[0] ?? null;
}
