import type { Reader } from '../platform/reads.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { HeldLicence, LicenceState } from '../rules/required-licences.js';
import { pageOf, type Page } from '../platform/paging.js';

/** A licence with what a registrar found of it; `version` grows with each finding. */
export interface LicenceAnswer {
  id: string;
  version: number;
  organizationId: string;
  type: string;
  number: string;
  issuer: { zh: string; en?: string };
  holder: string;
  validFrom: CivilDate;
  validTo: CivilDate | null;
  documentSha256: string | null;
  addedBy: string;
  addedAt: Instant;
  verification: LicenceVerification;
}

/** Who judged it and when; nulls while nobody has. */
export interface LicenceVerification {
  state: LicenceState;
  basis: { zh: string; en?: string } | null;
  reason: { zh: string; en?: string } | null;
  decidedBy: string | null;
  decidedAt: Instant | null;
}

interface LicenceRow extends Omit<LicenceAnswer, 'verification'>, LicenceVerification {}

const select = `
  SELECT one.id, coalesce(last.version, 1) AS version, one.organization_id AS "organizationId", one.type, one.number, one.issuer, one.holder,
         one.valid_from AS "validFrom", one.valid_to AS "validTo", one.document_sha256 AS "documentSha256", one.added_by AS "addedBy",
         one.added_at AS "addedAt", coalesce(last.decision, 'unverified') AS state, last.basis, last.reason, last.decided_by AS "decidedBy",
         last.decided_at AS "decidedAt"
    FROM licences one
    LEFT JOIN LATERAL (SELECT * FROM licence_verifications WHERE licence_id = one.id ORDER BY version DESC LIMIT 1) AS last ON true`;

export async function licenceById(reader: Reader, organizationId: string, id: string): Promise<LicenceAnswer | null> {
  const rows = await reader.query<LicenceRow>(`${select} WHERE one.organization_id = $1 AND one.id = $2`, [organizationId, id]);
  return rows[0] ? presentLicence(rows[0]) : null;
}

/** In the order of their ids. */
export async function pageOfLicences(
  reader: Reader,
  organizationId: string,
  after: string | null,
  limit: number,
): Promise<Page<LicenceAnswer>> {
  const rows = await reader.query<LicenceRow>(
    `${select} WHERE one.organization_id = $1 AND ($2::uuid IS NULL OR one.id > $2) ORDER BY one.id LIMIT $3`,
    [organizationId, after, limit + 1],
  );
  return pageOf(rows.map(presentLicence), limit);
}

function presentLicence({ state, basis, reason, decidedBy, decidedAt, ...licence }: LicenceRow): LicenceAnswer {
  return { ...licence, verification: { state, basis, reason, decidedBy, decidedAt } };
}

/** Every licence of the organisations, with what was found of it by now; of those added before a moment, where one is named. */
export function licencesOf(
  reader: Reader,
  organizationIds: readonly string[],
  addedBefore: Instant | null,
): Promise<(HeldLicence & { id: string; organizationId: string })[]> {
  return reader.query(
    `SELECT id, organization_id AS "organizationId", type, number, valid_from AS "validFrom", valid_to AS "validTo", licence_state(id) AS state
       FROM licences WHERE organization_id = ANY ($1::uuid[]) AND ($2::timestamptz IS NULL OR added_at < $2)`,
    [organizationIds, addedBefore],
  );
}
