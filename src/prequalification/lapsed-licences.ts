import { licencesOf } from '../organizations/licences.queries.js';
import type { Reader } from '../platform/reads.js';
import { licenceIsValid } from '../rules/art-58-licences.js';
import type { Breach, Breaches } from '../rules/breach.js';
import type { CivilDate } from '../rules/moment.js';
import { namedLicenceIsVerified } from '../rules/required-licences.js';
import type { StatedLicence, Statement } from './application.entity.js';

export interface LapsedLicence {
  applicationId: string;
  tenderId: string;
  supplierId: string;
  licence: StatedLicence;
}

const today = `(platform_now() AT TIME ZONE 'Asia/Shanghai')::date`;

// A licence that has run out since it was stated, and no other of its type that the supplier has on record and that is valid now.
const lapsed = `
  SELECT one.id AS "applicationId", one.tender_id AS "tenderId", one.supplier_id AS "supplierId", said.value -> 'licence' AS licence
    FROM applications one JOIN tenders tender ON tender.id = one.tender_id, jsonb_array_elements(one.statements) AS said
   WHERE one.action <> 'withdrawal' AND NOT EXISTS (SELECT FROM applications later WHERE later.previous_id = one.id)
     AND tender.state IN ('prequalification', 'invited', 'open', 'closed', 'opened', 'evaluated')
     AND (said.value -> 'licence' ->> 'validTo')::date < ${today}
     AND NOT EXISTS (SELECT FROM licences renewed WHERE renewed.organization_id = one.supplier_id
                        AND renewed.type = said.value -> 'licence' ->> 'type' AND renewed.valid_from <= ${today}
                        AND (renewed.valid_to IS NULL OR renewed.valid_to >= ${today}))`;

export function lapsedInTender(reader: Reader, tenderId: string): Promise<LapsedLicence[]> {
  return reader.query(`${lapsed} AND one.tender_id = $1 ORDER BY one.id`, [tenderId]);
}

/** Of a supplier's own applications, or of those a procuring entity may read: once nobody can apply any more. */
export function lapsedFor(
  reader: Reader,
  party: 'supplier' | 'procurer',
  organizationId: string,
  limit: number,
): Promise<LapsedLicence[]> {
  const own =
    party === 'supplier' ? 'one.supplier_id = $1' : 'tender.procurer_id = $1 AND tender.applications_close_at <= platform_now()';
  return reader.query(`${lapsed} AND ${own} ORDER BY one.id LIMIT ${limit}`, [organizationId]);
}

/** Art. 58: of the licences by which suppliers qualify, each is verified by a registrar, or another of its type is. */
export async function statedLicencesAreVerified(
  reader: Reader,
  applications: readonly { supplierId: string; statements: readonly Statement[] }[],
  on: CivilDate,
  pointer: string,
): Promise<Breaches> {
  const suppliers = applications.map((one) => one.supplierId);
  const held = await licencesOf(reader, suppliers, null);
  return applications.flatMap(({ supplierId, statements }): Breach[] => {
    const own = held.filter((one) => one.organizationId === supplierId);
    const named = own.filter((one) => statements.some(({ licence }) => licence?.id === one.id));
    return named.flatMap((one) => namedLicenceIsVerified(one, own, on)).map((one): Breach => ({ ...one, pointer }));
  });
}

/** Art. 58: a licence that the procurement asks for still counts when the shortlist is fixed and when the award is made. */
export function licencesHaveNotLapsed(
  found: readonly LapsedLicence[],
  suppliers: readonly string[],
  on: CivilDate,
  pointer: string,
): Breaches {
  return found
    .filter((one) => suppliers.includes(one.supplierId))
    .flatMap(({ licence }) => licenceIsValid({ licence, on, unifiedSocialCreditCode: null }))
    .map((one): Breach => ({ ...one, pointer }));
}
