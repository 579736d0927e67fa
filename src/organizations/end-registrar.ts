import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { endMembership } from '../platform/people.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { EndedMember } from './end-member.js';
import { standingRegistrars } from './standing-registrars.js';

/** A registrar (登记员) is let go by another one, and one always stays. */
@Injectable()
export class EndRegistrar {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `registrar.ends-itself`, `registrar.last`; Refusal 404 for what is no registrar's membership in force. */
  run(actor: Actor, membershipId: string): Promise<EndedMember> {
    return this.unitOfWork.run(actor, async (work) => {
      const standing = await standingRegistrars(work);
      const ended = standing.find((one) => one.id === membershipId);
      if (!ended) throw unknownResource();
      if (ended.personId === actor.personId) throw new LawRefusal([breach('registrar.ends-itself')]);
      if (standing.length === 1) throw new LawRefusal([breach('registrar.last')]);
      await endMembership(work, membershipId);
      return { id: membershipId, until: work.now };
    });
  }
}
