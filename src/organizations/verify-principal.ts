import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { FindingBody } from './organization.dto.js';
import { presentPrincipal, Principal, type PrincipalAnswer } from './principal.entity.js';
import { requireReasonOfRefusal } from './verify-licence.js';

/** A registrar compares the stated principal with the register of enterprises (核验); from then on bids of one principal are held against each other. */
@Injectable()
export class VerifyPrincipal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404, 412, 422 for a refusal without reason or a reason without refusal, 428. */
  run(actor: Actor, organizationId: string, id: string, body: FindingBody): Promise<PrincipalAnswer> {
    const { decision, basis, reason } = body;
    requireReasonOfRefusal(body);
    return this.unitOfWork.run(actor, async (work) => {
      const principal = await work.lock(Principal, id);
      if (principal.organizationId !== organizationId) throw unknownResource();
      requireMatch(actor, principal);
      await work.save(Principal, principal, {
        state: decision,
        basis: { ...basis },
        reason: reason ? { ...reason } : null,
        decidedBy: actor.personId,
        decidedAt: work.now,
      });
      work.record({
        type: decision === 'verified' ? 'principal.verified' : 'principal.refused',
        article: 59,
        tenderId: null,
        subject: { kind: 'principal', id },
        payload: { organizationId, basis: { ...basis }, ...(reason ? { reason: { ...reason } } : {}) },
        tell: [organizationId],
      });
      return presentPrincipal(principal);
    });
  }
}
