import { Injectable } from '@nestjs/common';
import type { Actor, Role } from '../platform/actor.js';
import { addMember, belongsElsewhere } from '../platform/people.js';
import { forbidden, invalid } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { requireRegistrarOrAdministrator } from './administrators.js';
import { rolesOfKinds } from './kind-roles.js';
import type { MemberBody } from './member.dto.js';
import { Organization } from './organization.entity.js';
import { inForce } from './organizations.queries.js';

export interface MemberAnswer {
  id: string;
  organizationId: string;
  personId: string;
  roles: readonly Role[];
  administrator: boolean;
}

/**
 * Adds a person to an organisation with roles that its kind has. Its administrators let in colleagues of their own kind; whoever checks
 * others (approver, evaluator, lock holder, reviewer, auditor) is let in by a registrar, so that nobody makes its own second pair of eyes;
 * so is whoever belongs elsewhere, or a bidder could make anybody a party to its own bid.
 */
@Injectable()
export class AddMember {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404 for another organisation, 403 for who does not administer it, 403 and 422 for roles that are not the caller's to give. */
  run(actor: Actor, organizationId: string, body: MemberBody): Promise<MemberAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const organization = await work.lock(Organization, organizationId);
      const registrar = await requireRegistrarOrAdministrator(work, actor, organizationId);
      requireGivable(actor, organization, body.roles, registrar);
      if (!registrar) await requireNotElsewhere(work, body.subject, organizationId);
      const administrator = body.administrator ?? !(await hasAdministrator(work, organizationId));
      const { subject, name, roles } = body;
      const member = { subject, name: { ...name }, organizationId, roles, administrator };
      const { personId, membershipId } = await addMember(work, member);
      return { id: membershipId, organizationId, personId, roles, administrator };
    });
  }
}

/** Throws Refusal 422 for a role that the organisation's kinds do not have, 403 for one that is not the caller's to give. */
export function requireGivable(
  actor: Actor,
  { kinds }: Pick<Organization, 'kinds'>,
  roles: readonly Role[],
  registrar: boolean,
): void {
  const { own, all } = rolesOfKinds(kinds);
  const strange = roles.findIndex((role) => !all.includes(role));
  if (strange >= 0)
    throw invalid(`#/roles/${strange}`, { zh: '该类组织没有此角色。', en: 'Organisations of this kind have no such role.' });
  if (!registrar && !roles.every((role) => own.includes(role) && actor.roles.includes(role)))
    throw forbidden({ zh: '该角色只能由登记机构授予。', en: 'Only a registrar gives this role.' });
}

async function requireNotElsewhere(work: Work, subject: string, organizationId: string): Promise<void> {
  if (!(await belongsElsewhere(work, subject, organizationId))) return;
  throw forbidden({
    zh: '该人员已属于其他组织，只能由登记机构登记。',
    en: 'This person belongs to another organisation already; only a registrar adds it here.',
  });
}

async function hasAdministrator(work: Work, organizationId: string): Promise<boolean> {
  const rows = await work.query(`SELECT 1 FROM memberships WHERE organization_id = $1 AND administrator AND ${inForce} LIMIT 1`, [
    organizationId,
  ]);
  return rows.length > 0;
}
