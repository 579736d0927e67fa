import { usccScheme } from '../organizations/organization.entity.js';
import type { KnownOrganization } from '../organizations/organizations.queries.js';
import { licencesOf } from '../organizations/licences.queries.js';
import { invalid } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { licenceIsValid, type Licence } from '../rules/art-58-licences.js';
import type { Breach, Breaches } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { namedLicenceIsVerified } from '../rules/required-licences.js';

/** Art. 58: the licences on which an award relies are the supplier's, verified, and valid today. Throws Refusal 422 for one that it does not have. */
export async function licencesAreValid(work: Work, supplier: KnownOrganization, ids: readonly string[]): Promise<Breaches> {
  const licences = await work.query<Licence & { id: string }>(
    `SELECT id, holder, number, valid_from AS "validFrom", valid_to AS "validTo" FROM licences
      WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
    [supplier.id, ids],
  );
  const held = await licencesOf(work, [supplier.id], null);
  const on = civilDateOf(work.now);
  const unifiedSocialCreditCode = supplier.scheme === usccScheme ? supplier.identifier : null;
  return ids.flatMap((id, index) => {
    const pointer = `#/licenceIds/${index}`;
    const licence = licences.find((one) => one.id === id);
    if (!licence) throw invalid(pointer, { zh: '该供应商没有此证照。', en: 'This supplier has no such licence.' });
    const verified = held.filter((one) => one.id === id).flatMap((one) => namedLicenceIsVerified(one, held, on));
    return [...licenceIsValid({ licence, on, unifiedSocialCreditCode }), ...verified].map((one): Breach => ({ ...one, pointer }));
  });
}
