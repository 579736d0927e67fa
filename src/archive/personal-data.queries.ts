import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';

/** An act in the person's name: what stands of it in the trail beside its content. */
export interface OwnAct {
  id: string;
  type: string;
  tenderId: string | null;
  recordedAt: Instant;
}

type Rows = Record<string, unknown>[];

export interface PersonalData {
  person: { id: string; subject: string; name: { zh: string; en?: string }; createdAt: Instant };
  memberships: Rows;
  notificationSettings: Rows;
  addresses: Rows;
  deputies: Rows;
  powers: Rows;
  custodianKeys: Rows;
  expert: Rows;
  accessRecoveries: Rows;
  corrections: Rows;
  acts: OwnAct[];
}

const list = (from: string): string => `(SELECT coalesce(json_agg(row_to_json(one)), '[]') FROM (${from}) one)`;

const everything = `
  SELECT json_build_object('id', person.id, 'subject', person.subject, 'name', person.name, 'createdAt', utc_text(person.created_at)) AS person,
    ${list('SELECT id, organization_id AS "organizationId", roles, administrator, utc_text(since) AS since, utc_text(until) AS until FROM memberships WHERE person_id = person.id ORDER BY since')} AS memberships,
    ${list('SELECT email, language, kinds, digest, utc_text(updated_at) AS "updatedAt" FROM notification_settings WHERE person_id = person.id')} AS "notificationSettings",
    ${list('SELECT email, utc_text(requested_at) AS "requestedAt", utc_text(confirmed_at) AS "confirmedAt" FROM email_verifications WHERE person_id = person.id ORDER BY id')} AS addresses,
    ${list('SELECT organization_id AS "organizationId", absent_person_id AS "absentPersonId", deputy_person_id AS "deputyPersonId", from_on AS "from", to_on AS "to" FROM deputies WHERE person.id IN (absent_person_id, deputy_person_id) ORDER BY id')} AS deputies,
    ${list('SELECT id, kind, principal_id AS "principalId", acts, utc_text(valid_from) AS "validFrom", utc_text(valid_to) AS "validTo", utc_text(ended_at) AS "endedAt" FROM delegations WHERE person_id = person.id ORDER BY id')} AS powers,
    ${list('SELECT recipient, utc_text(proved_at) AS "provedAt", utc_text(replaced_at) AS "replacedAt" FROM custodian_keys WHERE person_id = person.id ORDER BY id')} AS "custodianKeys",
    ${list('SELECT categories, item_classes AS "itemClasses", employer, utc_text(registered_at) AS "registeredAt", utc_text(ended_at) AS "endedAt" FROM experts WHERE person_id = person.id ORDER BY id')} AS expert,
    ${list('SELECT old_subject AS "oldSubject", new_subject AS "newSubject", state, utc_text(requested_at) AS "requestedAt" FROM access_recoveries WHERE person_id = person.id ORDER BY id')} AS "accessRecoveries",
    ${list('SELECT before, after, reason, utc_text(corrected_at) AS "correctedAt" FROM person_corrections WHERE person_id = person.id ORDER BY id')} AS corrections
    FROM people person WHERE person.id = $1`;

/** Null for a person that the platform does not know. Acts newest first, at most `limit`, before `after`. */
export async function personalDataOf(
  reader: Reader,
  personId: string,
  page: { limit: number; after: string | null },
): Promise<PersonalData | null> {
  const rows = await reader.query<Omit<PersonalData, 'acts'>>(everything, [personId]);
  if (!rows[0]) return null;
  const acts = await reader.query<OwnAct>(
    `SELECT id, type, tender_id AS "tenderId", recorded_at AS "recordedAt" FROM audit_entries
      WHERE actor_person_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [personId, page.after, page.limit],
  );
  return { ...rows[0], acts };
}
