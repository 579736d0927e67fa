import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { RegistrarDecisionBody } from './access-recovery.dto.js';
import { appoint, requireNoRegistrar } from './appoint-registrar.js';
import { RegistrarProposal } from './registrar-proposal.entity.js';
import { standingRegistrars } from './standing-registrars.js';

/**
 * A second registrar appoints whom another one proposed, or does not. Whoever was appointed by the proposer confirms nothing of it (a trigger asks that).
 * The proposer may take its proposal back, as a refusal.
 */
@Injectable()
export class DecideRegistrar {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `registrar.not-independent`, `registrar.proposal-decided`, `organization.already-member`, `person.subject-retired`;
   * Refusal 404, 428 and 412 by If-Match.
   */
  run(actor: Actor, id: string, { confirm, reason }: RegistrarDecisionBody): Promise<RegistrarProposal> {
    return this.unitOfWork.run(actor, async (work) => {
      const standing = await standingRegistrars(work);
      const proposal = await work.lock(RegistrarProposal, id);
      requireMatch(actor, proposal);
      if (proposal.state !== 'proposed') throw new LawRefusal([breach('registrar.proposal-decided', { state: proposal.state })]);
      if (confirm && proposal.proposedBy === actor.personId) throw new LawRefusal([breach('registrar.not-independent')]);
      if (confirm) await requireNoRegistrar(work, proposal.subject);
      await work.save(RegistrarProposal, proposal, {
        state: confirm ? 'appointed' : 'refused',
        membershipId: confirm ? await appoint(work, proposal) : null,
        decidedBy: actor.personId,
        decidedAt: work.now,
        reason: { ...reason },
      });
      work.record({
        type: confirm ? 'registrar.appointed' : 'registrar.refused',
        article: null,
        tenderId: null,
        subject: { kind: 'registrar-proposal', id },
        payload: { name: proposal.name, membershipId: proposal.membershipId, reason: proposal.reason },
        tellPeople: standing.map((one) => one.personId),
      });
      return proposal;
    });
  }
}
