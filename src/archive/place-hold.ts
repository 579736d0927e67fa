import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { LegalHold } from '../tenders/legal-hold.entity.js';
import { placeLegalHold } from '../tenders/legal-holds.js';
import { lockTender } from '../tenders/tender-life.js';
import type { LegalHoldBody } from './hold.dto.js';

/** Keeps a record beyond its time because a court or an authority wants it (art. 57); several may stand at once, each with its own reason. */
@Injectable()
export class PlaceHold {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404 for an unknown procurement, and for one whose record is destroyed already. */
  run(actor: Actor, tenderId: string, { reason, authority, reference }: LegalHoldBody): Promise<LegalHold> {
    return this.unitOfWork.run(actor, async (work) => {
      await lockTender(work, tenderId);
      const texts = { reason: { ...reason }, authority: { ...authority } };
      return placeLegalHold(work, { tenderId, cause: null, ...texts, reference, placedBy: actor.personId });
    });
  }
}
