import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { lockTender } from '../tenders/tender-life.js';
import { isOfThePanel } from './committee-seat.js';
import { giveUpSeat, sittingMember } from './replace-member.js';
import { ConflictDeclaration } from './evaluation.entity.js';
import type { ConflictDeclarationBody } from './evaluation.dto.js';

export interface ConflictDeclarationAnswer {
  id: string;
  tenderId: string;
  personId: string;
  hasConflict: boolean;
  declaredAt: string;
}

/** 采购法 art. 12 (回避): whoever evaluates or awards says beforehand whether a conflict of interest exists. */
@Injectable()
export class DeclareConflict {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404 for who has nothing to do with the evaluation. A member with a conflict leaves at once; the next of the draw is called. */
  run(actor: Actor, tenderId: string, body: ConflictDeclarationBody): Promise<ConflictDeclarationAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockTender(work, tenderId);
      if (!(await isOfThePanel(work, actor, tender))) throw unknownResource();
      const declaration = await work.insert(ConflictDeclaration, {
        id: newId(),
        tenderId,
        personId: actor.personId,
        organizationId: actor.organizationId,
        hasConflict: body.hasConflict,
        details: body.details ?? null,
        declaredAt: work.now,
      });
      const { id, hasConflict, declaredAt } = declaration;
      work.record({
        type: 'conflict.declared',
        article: 56,
        tenderId,
        subject: { kind: 'conflict-declaration', id },
        payload: { hasConflict, personId: actor.personId },
      });
      const seat = hasConflict ? await sittingMember(work, tender, actor.personId) : null;
      if (seat) await giveUpSeat(work, tender, seat, { ground: 'conflict', reasons: null, by: actor.personId });
      return { id, tenderId, personId: actor.personId, hasConflict, declaredAt };
    });
  }
}
