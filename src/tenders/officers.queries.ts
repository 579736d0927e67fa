import type { Reader } from '../platform/reads.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';

export interface OfficerAnswer {
  id: string;
  personId: string;
  name: Bilingual;
  since: Instant;
  /** Null for the author, who is in charge from the draft on. */
  handedOverBy: string | null;
  reason: string | null;
}

/** SQL: who is in charge (经办人) of `tender`: who took it over last, or its author. */
export const officerInCharge = `
  coalesce((SELECT person_id FROM tender_officers WHERE tender_id = tender.id ORDER BY id DESC LIMIT 1), tender.created_by)`;

export async function officerOf(reader: Reader, tenderId: string): Promise<string | null> {
  const rows = await reader.query<{ officer: string }>(`SELECT ${officerInCharge} AS officer FROM tenders tender WHERE id = $1`, [
    tenderId,
  ]);
  return rows[0]?.officer ?? null;
}

/** Everybody who has been in charge, the author first. */
export function officersOf(reader: Reader, tenderId: string): Promise<OfficerAnswer[]> {
  return reader.query(
    `SELECT tender.id, tender.created_by AS "personId", person.name, tender.created_at AS since, NULL AS "handedOverBy", NULL AS reason
       FROM tenders tender JOIN people person ON person.id = tender.created_by WHERE tender.id = $1
      UNION ALL
     (SELECT officer.id, officer.person_id, person.name, officer.since, officer.handed_over_by::text, officer.reason
       FROM tender_officers officer JOIN people person ON person.id = officer.person_id WHERE officer.tender_id = $1
      ORDER BY officer.id LIMIT 500)`,
    [tenderId],
  );
}
