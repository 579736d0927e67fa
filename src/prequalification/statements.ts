import { usccScheme } from '../organizations/organization.entity.js';
import { organizationById } from '../organizations/organizations.queries.js';
import { invalid } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import { licenceIsValid } from '../rules/art-58-licences.js';
import type { Breach, Breaches } from '../rules/breach.js';
import type { CivilDate } from '../rules/moment.js';
import type { Prequalification } from '../tenders/tender.entity.js';
import type { ApplicationBody, StatementBody } from './application.dto.js';
import type { StatedLicence, Statement } from './application.entity.js';
import { standsQualified } from './applications.queries.js';

interface Read {
  statements: Statement[];
  /** The first thing wrong with it; null where nothing is. Kept until the application is known to be in time. */
  fault: Error | null;
}

/** The statements with their licences as they are today, in the order of the notice. */
export async function readStatements(
  reader: Reader,
  args: { tenderId: string; supplierId: string; body: ApplicationBody },
): Promise<Read> {
  const { tenderId, supplierId, body } = args;
  const [tender] = await reader.query<{ prequalification: Prequalification | null; procurerId: string }>(
    `SELECT content -> 'prequalification' AS prequalification, procurer_id AS "procurerId" FROM tenders WHERE id = $1`,
    [tenderId],
  );
  const requirements = tender?.prequalification?.requirements ?? [];
  const licences = await licencesOf(reader, supplierId, body.statements);
  const statements = body.statements.map(({ requirementId, text, licenceId }) => ({
    requirementId,
    text,
    licence: licences.find((one) => one.id === licenceId) ?? null,
  }));
  const basis =
    body.basedOn === undefined ||
    (await standsQualified(reader, { id: body.basedOn, supplierId, procurerId: tender?.procurerId ?? '', tenderId }));
  return { statements, fault: faultOf(requirements, body.statements, statements) ?? (basis ? null : noStanding()) };
}

async function licencesOf(reader: Reader, supplierId: string, statements: readonly StatementBody[]): Promise<StatedLicence[]> {
  const ids = statements.flatMap((one) => one.licenceId ?? []);
  if (ids.length === 0) return [];
  return reader.query(
    `SELECT id, type, number, issuer, holder, valid_from AS "validFrom", valid_to AS "validTo" FROM licences
      WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
    [supplierId, ids],
  );
}

function faultOf(
  requirements: Prequalification['requirements'],
  given: readonly StatementBody[],
  read: readonly Statement[],
): Error | null {
  const foreign = given.findIndex((one, at) => one.licenceId !== undefined && read[at]?.licence === null);
  if (foreign >= 0)
    return invalid(`#/statements/${foreign}/licenceId`, {
      zh: '该供应商没有此电子证照。',
      en: 'This supplier has no such electronic licence.',
    });
  const odd = read.findIndex(
    (one, at) =>
      !requirements.some(({ id }) => id === one.requirementId) ||
      read.findIndex(({ requirementId }) => requirementId === one.requirementId) !== at,
  );
  if (odd >= 0)
    return invalid(`#/statements/${odd}/requirementId`, {
      zh: '公告中没有该要求，或重复。',
      en: 'The notice has no such requirement, or it stands here twice.',
    });
  const open = requirements.find(({ id, licenceType }) => {
    const statement = read.find((one) => one.requirementId === id);
    return statement === undefined || (licenceType !== undefined && statement.licence === null);
  });
  if (open === undefined) return null;
  return invalid('#/statements', {
    zh: `要求“${open.id}”未作说明，或未附电子证照。`,
    en: `Requirement "${open.id}" has no statement, or not the electronic licence it asks for.`,
  });
}

function noStanding(): Error {
  return invalid('#/basedOn', {
    zh: '没有对该采购人、就相同资格要求有效的供应商资格。',
    en: 'No qualification with this procuring entity for these requirements stands.',
  });
}

/** Art. 58: every licence stated counts on the day of receipt. */
export async function licencesCount(
  reader: Reader,
  supplierId: string,
  statements: readonly Statement[],
  on: CivilDate,
): Promise<Breaches> {
  const supplier = await organizationById(reader, supplierId);
  const unifiedSocialCreditCode = supplier?.scheme === usccScheme ? supplier.identifier : null;
  return statements.flatMap(({ licence }, at): readonly Breach[] =>
    licence === null
      ? []
      : licenceIsValid({ licence, on, unifiedSocialCreditCode }).map((one) => ({
          ...one,
          pointer: `#/statements/${at}/licenceId`,
        })),
  );
}
