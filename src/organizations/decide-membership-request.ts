import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { joinPerson } from '../platform/people.js';
import { forbidden, invalid, LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { requireGivable } from './add-member.js';
import { requireRegistrarOrAdministrator } from './administrators.js';
import type { MembershipDecisionBody } from './member.dto.js';
import { MembershipRequest } from './membership-request.entity.js';
import { Organization } from './organization.entity.js';

/** An administrator lets a person in, or does not and says why; the person is told. */
@Injectable()
export class DecideMembershipRequest {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `organization.request-decided`; Refusal 404 for another organisation or an unknown request, 403 for who does not
   * administer it and for one's own request, 422 for a refusal without reason, 428 and 412 by If-Match.
   */
  run(actor: Actor, organizationId: string, requestId: string, body: MembershipDecisionBody): Promise<MembershipRequest> {
    if (body.decision === 'refused' && !body.reason) throw invalid('#/reason', { zh: '须说明理由。', en: 'A reason is needed.' });
    return this.unitOfWork.run(actor, async (work) => {
      const organization = await work.lock(Organization, organizationId);
      const registrar = await requireRegistrarOrAdministrator(work, actor, organizationId);
      const request = await work.lock(MembershipRequest, requestId);
      if (request.organizationId !== organizationId) throw unknownResource();
      requireMatch(actor, request);
      if (request.state !== 'pending') throw new LawRefusal([breach('organization.request-decided', { state: request.state })]);
      if (request.personId === actor.personId)
        throw forbidden({ zh: '不得处理本人的申请。', en: 'Nobody decides its own request.' });
      if (body.decision === 'accepted') requireGivable(actor, organization, request.roles, registrar);
      return this.decide(work, actor, request, body);
    });
  }

  private async decide(
    work: Work,
    actor: Actor,
    request: MembershipRequest,
    { decision, reason }: MembershipDecisionBody,
  ): Promise<MembershipRequest> {
    const { id, organizationId, personId, roles } = request;
    const membershipId = decision === 'accepted' ? await joinPerson(work, personId, { organizationId, roles }) : null;
    await work.save(MembershipRequest, request, {
      state: decision,
      reason: reason ? { ...reason } : null,
      membershipId,
      decidedBy: actor.personId,
      decidedAt: work.now,
    });
    work.record({
      type: `membership.request-${decision}`,
      article: null,
      tenderId: null,
      subject: { kind: 'membership-request', id },
      payload: { organizationId, personId, roles, reason: request.reason },
      tellPeople: [personId],
    });
    return request;
  }
}
