import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { enrol } from '../platform/enrolment.js';
import { forbidden, invalid, LawRefusal } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { rolesOfKinds } from './kind-roles.js';
import type { MembershipRequestBody } from './member.dto.js';
import { MembershipRequest } from './membership-request.entity.js';
import { nameOfNewcomer } from './newcomer-name.js';
import { Organization } from './organization.entity.js';
import { inForce } from './organizations.queries.js';

/** A person asks to be let into an organisation that is registered already; its administrators are told. A newcomer becomes known by it. */
@Injectable()
export class RequestMembership {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `organization.already-member`, `organization.request-pending`; Refusal 404 for an unknown organisation, 422 for a
   * role it does not have and for a newcomer without a name, 403 for a role that only a registrar gives.
   */
  run(actor: Actor, organizationId: string, body: MembershipRequestBody): Promise<MembershipRequest> {
    return this.unitOfWork.run(actor, async (work) => {
      const organization = await work.lock(Organization, organizationId);
      const { own, all } = rolesOfKinds(organization.kinds);
      const strange = body.roles.findIndex((role) => !all.includes(role));
      if (strange >= 0)
        throw invalid(`#/roles/${strange}`, { zh: '该类组织没有此角色。', en: 'Organisations of this kind have no such role.' });
      if (!body.roles.every((role) => own.includes(role)))
        throw forbidden({ zh: '该角色只能由登记机构授予。', en: 'Only a registrar gives this role.' });
      if (actor.newcomer) await enrol(work, actor, nameOfNewcomer(body.applicant));
      else await requireFresh(work, actor.personId, organizationId);
      const request = await work.insert(MembershipRequest, {
        id: newId(),
        version: 1,
        organizationId,
        personId: actor.personId,
        roles: body.roles,
        statement: { ...body.statement },
        state: 'pending',
        reason: null,
        membershipId: null,
        requestedAt: work.now,
        decidedBy: null,
        decidedAt: null,
      });
      work.record({
        type: 'membership.requested',
        article: null,
        tenderId: null,
        subject: { kind: 'membership-request', id: request.id },
        payload: { organizationId, personId: actor.personId, roles: body.roles, statement: { ...body.statement } },
        tell: [organizationId],
      });
      return request;
    });
  }
}

async function requireFresh(work: Work, personId: string, organizationId: string): Promise<void> {
  const members = await work.query(`SELECT 1 FROM memberships WHERE person_id = $1 AND organization_id = $2 AND ${inForce}`, [
    personId,
    organizationId,
  ]);
  if (members.length > 0) throw new LawRefusal([breach('organization.already-member', { organizationId })]);
  const pending = await work.query(
    `SELECT 1 FROM membership_requests WHERE person_id = $1 AND organization_id = $2 AND state = 'pending'`,
    [personId, organizationId],
  );
  if (pending.length > 0) throw new LawRefusal([breach('organization.request-pending', { organizationId })]);
}
