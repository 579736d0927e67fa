import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { enrol } from '../platform/enrolment.js';
import { joinPerson } from '../platform/people.js';
import { LawRefusal, forbidden, invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { normaliseUscc, usccCheckCharacter, usccIsValid } from '../rules/uscc.js';
import { countryCodes } from './country-codes.js';
import { rolesOfKinds } from './kind-roles.js';
import { nameOfNewcomer } from './newcomer-name.js';
import type { OrganizationBody } from './organization.dto.js';
import { Organization, usccScheme, type OrganizationKind } from './organization.entity.js';
import { inForce, organizationById } from './organizations.queries.js';
import { PrincipalHashes } from './principal-hashes.js';
import { presentOrganization, type OrganizationAnswer } from './present-organization.js';
import { recordPrincipal } from './state-principal.js';

/** Kinds that enter themselves; who reviews, audits or keeps locks is entered by a registrar. */
const selfRegistered: readonly OrganizationKind[] = ['procuring-entity', 'agency', 'supplier'];

/**
 * An organisation enters itself, or a registrar enters it (登记). It may do nothing that needs verification before a registrar has verified it.
 * Whoever registers without belonging to an organisation yet becomes its first member and administrator; a person the platform does not know
 * becomes known by it.
 */
@Injectable()
export class RegisterOrganization {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hashes: PrincipalHashes,
  ) {}

  /**
   * Throws LawRefusal `licence.invalid` for a credit code whose check character fails, `organization.already-registered`, `principal.number-invalid`; Refusal 403 for
   * a kind that only a registrar enters, 422 for a register or country that does not exist and for a newcomer without a name.
   */
  run(actor: Actor, body: OrganizationBody): Promise<OrganizationAnswer> {
    const identifier = identifierOf(body);
    return this.unitOfWork.run(body.principal ? this.hashes.veiled(actor) : actor, async (work) => {
      requireKinds(actor, body.kinds);
      if (actor.newcomer) await enrol(work, actor, nameOfNewcomer(body.applicant));
      await refuseTwice(work, body.scheme, identifier);
      if (body.parentId !== undefined && !(await organizationById(work, body.parentId))) throw unknownParent();
      const row = await work.insert(Organization, rowOf(actor, body, identifier, work.now));
      await joinFounder(work, actor, row);
      if (body.principal)
        await recordPrincipal(work, actor, this.hashes, { organizationId: row.id, body: body.principal, pointer: '#/principal' });
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

function requireKinds(actor: Actor, kinds: readonly OrganizationKind[]): void {
  if (actor.roles.includes('registrar') || kinds.every((kind) => selfRegistered.includes(kind))) return;
  throw forbidden({ zh: '该类组织只能由登记机构登记。', en: 'Only a registrar enters an organisation of this kind.' });
}

/** GB 32100-2015 for the credit code; a foreign register belongs to the country it is named after (as in org-id.guide). */
function identifierOf({ scheme, identifier, country }: OrganizationBody): string {
  if (!countryCodes.has(country))
    throw invalid('#/country', { zh: '不是ISO 3166-1二字母国家代码。', en: 'This is no ISO 3166-1 alpha-2 country code.' });
  if (scheme.slice(0, 2) !== country || (country === 'CN' && scheme !== usccScheme)) {
    throw invalid('#/scheme', {
      zh: `登记机构代码须与国家一致；中国组织须使用${usccScheme}。`,
      en: `The register must be one of the country named; Chinese organisations use ${usccScheme}.`,
    });
  }
  if (scheme !== usccScheme) return spelledIdentifier(identifier);
  obey(creditCodeIsValid(identifier));
  return normaliseUscc(identifier);
}

function spelledIdentifier(identifier: string): string {
  const trimmed = identifier.trim();
  if (trimmed) return trimmed;
  throw invalid('#/identifier', { zh: '登记号不能为空白。', en: 'The number of the register must not be blank.' });
}

function creditCodeIsValid(code: string): Breaches {
  if (usccIsValid(code)) return [];
  const reason = { zh: '统一社会信用代码校验位错误', en: 'the unified social credit code fails its check character' };
  const facts = { number: code, reason, checkCharacter: usccCheckCharacter(code), validFrom: null, validTo: null };
  return [breach('licence.invalid', facts, { pointer: '#/identifier' })];
}

async function refuseTwice(work: Work, scheme: string, identifier: string): Promise<void> {
  await work.query(`SELECT pg_advisory_xact_lock(hashtextextended('organization ' || $1 || ' ' || register_key($2), 7))`, [
    scheme,
    identifier,
  ]);
  const rows = await work.query<{ id: string }>(
    'SELECT id FROM organizations WHERE scheme = $1 AND register_key(identifier) = register_key($2)',
    [scheme, identifier],
  );
  const organizationId = rows[0]?.id;
  if (organizationId === undefined) return;
  const facts = {
    scheme,
    identifier,
    organizationId,
    membershipRequests: `/v1/organizations/${organizationId}/membership-requests`,
  };
  throw new LawRefusal([breach('organization.already-registered', facts, { pointer: '#/identifier' })]);
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
    verification: 'pending',
    verificationReason: null,
    verifiedAt: null,
    verifiedBy: null,
    createdBy: actor.personId,
    createdAt: now,
  };
}

async function joinFounder(work: Work, actor: Actor, organization: Organization): Promise<void> {
  if (actor.organizationId !== null || actor.roles.includes('registrar')) return;
  await work.query(`SELECT pg_advisory_xact_lock(hashtextextended('founder ' || $1, 7))`, [actor.personId]);
  const open = await work.query(`SELECT 1 FROM memberships WHERE person_id = $1 AND ${inForce}`, [actor.personId]);
  if (open.length > 0) return;
  const roles = rolesOfKinds(organization.kinds).own;
  await joinPerson(work, actor.personId, { organizationId: organization.id, roles, administrator: true });
}

function unknownParent(): Error {
  return invalid('#/parentId', { zh: '没有该组织。', en: 'There is no such organisation.' });
}
