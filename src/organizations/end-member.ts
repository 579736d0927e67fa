import { Injectable } from '@nestjs/common';
import type { Actor, Role } from '../platform/actor.js';
import { endMembership } from '../platform/people.js';
import { forbidden, LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { requireAdministrator } from './administrators.js';
import { rolesOfKinds } from './kind-roles.js';
import { Organization } from './organization.entity.js';
import { inForce } from './organizations.queries.js';

interface OpenMembership {
  personId: string;
  roles: Role[];
  administrator: boolean;
}

export interface EndedMember {
  id: string;
  until: Instant;
}

/**
 * Ends a membership: a person leaves, or an administrator lets a colleague go. Whom only a registrar lets in, only a registrar lets go,
 * so that nobody removes its own second pair of eyes.
 */
@Injectable()
export class EndMember {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `organization.last-administrator` except for a registrar; Refusal 404 for what is not there or another organisation's, 403. */
  run(actor: Actor, organizationId: string, membershipId: string): Promise<EndedMember> {
    return this.unitOfWork.run(actor, async (work) => {
      const organization = await work.lock(Organization, organizationId);
      const registrar = actor.roles.includes('registrar');
      if (!registrar && actor.organizationId !== organizationId) throw unknownResource();
      const member = await openMembership(work, organizationId, membershipId);
      if (!registrar) {
        await requireMayEnd(work, actor, organizationId, member, rolesOfKinds(organization.kinds).own);
        if (member.administrator) await requireAnother(work, organizationId, membershipId);
      }
      await endMembership(work, membershipId);
      return { id: membershipId, until: work.now };
    });
  }
}

async function openMembership(work: Work, organizationId: string, membershipId: string): Promise<OpenMembership> {
  const rows = await work.query<OpenMembership>(
    `SELECT person_id AS "personId", roles, administrator FROM memberships WHERE id = $1 AND organization_id = $2 AND ${inForce}`,
    [membershipId, organizationId],
  );
  if (!rows[0]) throw unknownResource();
  return rows[0];
}

async function requireMayEnd(
  work: Work,
  actor: Actor,
  organizationId: string,
  member: OpenMembership,
  own: readonly Role[],
): Promise<void> {
  if (member.personId === actor.personId) return;
  await requireAdministrator(work, actor, organizationId);
  if (!member.roles.every((role) => own.includes(role)))
    throw forbidden({ zh: '该角色只能由登记机构终止。', en: 'Only a registrar ends a membership with this role.' });
}

async function requireAnother(work: Work, organizationId: string, membershipId: string): Promise<void> {
  const others = await work.query(
    `SELECT 1 FROM memberships WHERE organization_id = $1 AND id <> $2 AND administrator AND ${inForce} LIMIT 1`,
    [organizationId, membershipId],
  );
  if (others.length === 0) throw new LawRefusal([breach('organization.last-administrator', { organizationId })]);
}
