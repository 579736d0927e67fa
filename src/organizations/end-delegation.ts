import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { requireAdministrator } from './administrators.js';
import { Delegation } from './delegation.entity.js';
import { presentDelegation, type DelegationAnswer } from './present-delegation.js';

/**
 * Either side ends a mandate or a power of attorney, from this moment on. It takes the row's lock, as every act under it does: whichever comes
 * second sees the other.
 */
@Injectable()
export class EndDelegation {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `organization.delegation-ended`; Refusal 404 for strangers, 403 for who does not administer its side. */
  run(actor: Actor, kind: Delegation['kind'], organizationId: string, id: string): Promise<DelegationAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const row = await work.lock(Delegation, id);
      if (row.kind !== kind || ![row.principalId, row.agencyId].includes(organizationId)) throw unknownResource();
      await requireSide(work, actor, row);
      if (row.endedAt !== null) throw new LawRefusal([breach('organization.delegation-ended')]);
      await work.save(Delegation, row, { endedBy: actor.personId, endedAt: work.now });
      const noun = kind === 'mandate' ? 'mandate' : 'power-of-attorney';
      work.record({
        type: `${noun}.ended`,
        article: null,
        tenderId: null,
        subject: { kind: noun, id },
        payload: { principalId: row.principalId, agencyId: row.agencyId, personId: row.personId, endedAt: work.now },
        tell: [row.principalId, ...(row.agencyId === null ? [] : [row.agencyId])],
        tellPeople: row.personId === null ? [] : [row.personId],
      });
      return presentDelegation(row);
    });
  }
}

/** An administrator of the principal or of its agency, or the attorney. */
async function requireSide(work: Work, actor: Actor, row: Delegation): Promise<void> {
  if (row.personId === actor.personId) return;
  const own = row.agencyId !== null && row.agencyId === actor.organizationId ? row.agencyId : row.principalId;
  await requireAdministrator(work, actor, own);
}
