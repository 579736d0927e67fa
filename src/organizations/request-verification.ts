import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { evidenceOf } from './evidence.js';
import type { VerificationRequestBody } from './organization.dto.js';
import { Organization } from './organization.entity.js';
import { requireAdministrator } from './administrators.js';
import { presentOrganization, type OrganizationAnswer } from './present-organization.js';
import { Verification } from './verification.entity.js';

/** After a refusal or a suspension an organisation asks again, with what was missing. */
@Injectable()
export class RequestVerification {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `organization.verification-state` where nothing was refused; Refusal 404 for another organisation, 403 for a member who does not administer it. */
  run(actor: Actor, id: string, body: VerificationRequestBody): Promise<OrganizationAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      await requireAdministrator(work, actor, id);
      const row = await work.lock(Organization, id);
      if (row.verification !== 'refused' && row.verification !== 'suspended')
        throw new LawRefusal([breach('organization.verification-state', { state: row.verification, decision: 'requested' })]);
      await work.save(Organization, row, { verification: 'pending', verificationReason: null });
      const evidence = evidenceOf(body.evidence);
      await work.insert(Verification, {
        id: newId(),
        organizationId: id,
        decision: 'requested',
        basis: { ...body.statement },
        reason: null,
        evidence,
        decidedBy: actor.personId,
        decidedAt: work.now,
      });
      work.record({
        type: 'organization.verification-requested',
        article: null,
        tenderId: null,
        subject: { kind: 'organization', id },
        payload: { statement: { ...body.statement }, evidence },
      });
      return presentOrganization(row, actor);
    });
  }
}
