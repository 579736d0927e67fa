import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { joinPerson } from '../platform/people.js';
import { LawRefusal, invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { normaliseUscc, usccCheckCharacter, usccIsValid } from '../rules/uscc.js';
import { rolesOfKinds } from './add-member.js';
import type { OrganizationBody } from './organization.dto.js';
import { Organization, usccScheme } from './organization.entity.js';
import { organizationById } from './organizations.queries.js';
import { presentOrganization, type OrganizationAnswer } from './present-organization.js';

/**
 * An organisation enters itself, or a registrar enters it (登记). It may do nothing that needs verification before a registrar has verified it.
 * Whoever registers without belonging to an organisation yet becomes its first member.
 */
@Injectable()
export class RegisterOrganization {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `licence.invalid` for a credit code whose check character fails, `organization.already-registered`. */
  run(actor: Actor, body: OrganizationBody): Promise<OrganizationAnswer> {
    const identifier = identifierOf(body);
    return this.unitOfWork.run(actor, async (work) => {
      await refuseTwice(work, body.scheme, identifier);
      if (body.parentId !== undefined && !(await organizationById(work, body.parentId))) throw unknownParent();
      const row = await work.insert(Organization, rowOf(actor, body, identifier, work.now));
      await joinFounder(work, actor, row);
      work.record({
        type: 'organization.registered',
        article: null,
        tenderId: null,
        subject: { kind: 'organization', id: row.id },
        payload: {
          kinds: row.kinds,
          name: row.name,
          legalName: row.legalName,
          scheme: row.scheme,
          identifier: row.identifier,
          country: row.country,
        },
      });
      return presentOrganization(row, { ...actor, organizationId: row.id });
    });
  }
}

/** GB 32100-2015 for the credit code; a foreign register belongs to the country it is named after. */
function identifierOf({ scheme, identifier, country }: OrganizationBody): string {
  if (scheme.slice(0, 2) !== country || (country === 'CN' && scheme !== usccScheme)) {
    throw invalid('#/scheme', {
      zh: `登记机构代码须与国家一致；中国组织须使用${usccScheme}。`,
      en: `The register must be one of the country named; Chinese organisations use ${usccScheme}.`,
    });
  }
  if (scheme !== usccScheme) return identifier.trim();
  obey(creditCodeIsValid(identifier));
  return normaliseUscc(identifier);
}

function creditCodeIsValid(code: string): Breaches {
  if (usccIsValid(code)) return [];
  const reason = { zh: '统一社会信用代码校验位错误', en: 'the unified social credit code fails its check character' };
  const facts = { number: code, reason, checkCharacter: usccCheckCharacter(code), validFrom: null, validTo: null };
  return [breach('licence.invalid', facts, { pointer: '#/identifier' })];
}

async function refuseTwice(work: Work, scheme: string, identifier: string): Promise<void> {
  await work.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [`organization ${scheme} ${identifier}`]);
  const rows = await work.query('SELECT 1 FROM organizations WHERE scheme = $1 AND identifier = $2', [scheme, identifier]);
  if (rows.length > 0)
    throw new LawRefusal([breach('organization.already-registered', { scheme, identifier }, { pointer: '#/identifier' })]);
}

function rowOf(actor: Actor, body: OrganizationBody, identifier: string, now: string): Organization {
  return {
    id: newId(),
    version: 1,
    kinds: body.kinds,
    name: { ...body.name },
    legalName: body.legalName ? { ...body.legalName } : null,
    scheme: body.scheme,
    identifier,
    country: body.country,
    entityType: body.entityType ?? null,
    inZone: body.inZone ?? false,
    designation: body.designation ? { ...body.designation } : null,
    parentId: body.parentId ?? null,
    smeSize: body.smeSize ?? null,
    address: body.address ? { ...body.address } : null,
    contact: body.contact ? { ...body.contact } : null,
    verifiedAt: null,
    verifiedBy: null,
    createdBy: actor.personId,
    createdAt: now,
  };
}

async function joinFounder(work: Work, actor: Actor, organization: Organization): Promise<void> {
  const roles = rolesOfKinds(organization.kinds).own;
  if (actor.organizationId !== null || actor.roles.includes('registrar') || roles.length === 0) return;
  const open = await work.query('SELECT 1 FROM memberships WHERE person_id = $1 AND (until IS NULL OR until > $2)', [
    actor.personId,
    work.now,
  ]);
  if (open.length > 0) return;
  await joinPerson(work, actor.personId, { organizationId: organization.id, roles });
}

function unknownParent(): Error {
  return invalid('#/parentId', { zh: '没有该组织。', en: 'There is no such organisation.' });
}
