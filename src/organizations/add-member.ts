import { Injectable } from '@nestjs/common';
import type { Actor, Role } from '../platform/actor.js';
import { addMember, belongsElsewhere } from '../platform/people.js';
import { forbidden, invalid, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { MemberBody } from './organization.dto.js';
import type { OrganizationKind } from './organization.entity.js';
import { organizationById } from './organizations.queries.js';

export interface MemberAnswer {
  id: string;
  organizationId: string;
  personId: string;
  roles: readonly Role[];
}

/** `own`: what an organisation's members may give; `all`: what a registrar may give there. */
const rolesByKind: Record<OrganizationKind, { own: readonly Role[]; all: readonly Role[] }> = {
  'procuring-entity': { own: ['procurer'], all: ['procurer', 'approver', 'evaluator', 'custodian'] },
  agency: { own: ['procurer'], all: ['procurer', 'evaluator', 'custodian'] },
  supplier: { own: ['supplier'], all: ['supplier'] },
  'review-body': { own: [], all: ['reviewer', 'supervisor'] },
  custodian: { own: [], all: ['custodian'] },
  auditor: { own: [], all: ['auditor'] },
};

export function rolesOfKinds(kinds: readonly OrganizationKind[]): { own: Role[]; all: Role[] } {
  const gather = (which: 'own' | 'all'): Role[] => [...new Set(kinds.flatMap((kind) => rolesByKind[kind][which]))];
  return { own: gather('own'), all: gather('all') };
}

/**
 * Adds a person to an organisation with roles that its kind has. Its own members let in colleagues of their own kind; whoever checks others
 * (approver, evaluator, lock holder, reviewer, auditor) is let in by a registrar, so that nobody makes its own second pair of eyes;
 * so is whoever belongs elsewhere, or a bidder could make anybody a party to its own bid.
 */
@Injectable()
export class AddMember {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404 for another organisation, 403 and 422 for roles that are not the caller's to give. */
  run(actor: Actor, organizationId: string, body: MemberBody): Promise<MemberAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const registrar = actor.roles.includes('registrar');
      const organization = await organizationById(work, organizationId);
      if (!organization || !(registrar || actor.organizationId === organizationId)) throw unknownResource();
      const { own, all } = rolesOfKinds(organization.kinds);
      const strange = body.roles.findIndex((role) => !all.includes(role));
      if (strange >= 0)
        throw invalid(`#/roles/${strange}`, { zh: '该类组织没有此角色。', en: 'Organisations of this kind have no such role.' });
      if (!registrar && !body.roles.every((role) => own.includes(role) && actor.roles.includes(role)))
        throw forbidden({ zh: '该角色只能由登记机构授予。', en: 'Only a registrar gives this role.' });
      if (!registrar && (await belongsElsewhere(work, body.subject, organizationId)))
        throw forbidden({
          zh: '该人员已属于其他组织，只能由登记机构登记。',
          en: 'This person belongs to another organisation already; only a registrar adds it here.',
        });
      const { personId, membershipId } = await addMember(work, {
        subject: body.subject,
        name: { ...body.name },
        organizationId,
        roles: body.roles,
      });
      return { id: membershipId, organizationId, personId, roles: body.roles };
    });
  }
}
