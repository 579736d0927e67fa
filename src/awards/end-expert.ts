import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { endMembership } from '../platform/people.js';
import { unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { Expert } from './expert.entity.js';

/** Takes an expert out of the pool; what it was drawn for and evaluated stays as it is. */
@Injectable()
export class EndExpert {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404 for who is no expert, or no longer. */
  run(actor: Actor, id: string): Promise<Expert> {
    return this.unitOfWork.run(actor, async (work) => {
      const expert = await work.lock(Expert, id);
      if (expert.endedAt !== null) throw unknownResource();
      await endMembership(work, expert.membershipId);
      await work.save(Expert, expert, { endedBy: actor.personId, endedAt: work.now });
      const payload = { personId: expert.personId };
      work.record({ type: 'expert.ended', article: 56, tenderId: null, subject: { kind: 'expert', id }, payload });
      return expert;
    });
  }
}
