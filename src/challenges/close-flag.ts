import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { ComplainantFlag } from './complainant-flag.entity.js';
import type { ReasonsBody } from './decision.dto.js';

/** A reviewer has looked at it and says what was found. Whatever follows is decided elsewhere, by people. */
@Injectable()
export class CloseFlag {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `flag.already-closed`; Refusal 404 for another authority's, 412, 428. */
  run(actor: Actor, id: string, { reasons }: ReasonsBody): Promise<ComplainantFlag> {
    return this.unitOfWork.run(actor, async (work) => {
      const flag = await work.lock(ComplainantFlag, id);
      if (flag.reviewBodyId !== actor.organizationId) throw unknownResource();
      requireMatch(actor, flag);
      if (flag.state === 'closed') throw new LawRefusal([breach('flag.already-closed')]);
      const found = { zh: reasons.zh, en: reasons.en };
      await work.save(ComplainantFlag, flag, { state: 'closed', reasons: found, closedBy: actor.personId, closedAt: work.now });
      work.record({
        type: 'complainant-flag.closed',
        article: 60,
        tenderId: null,
        subject: { kind: 'complainant-flag', id },
        payload: { supplierId: flag.supplierId, complaintIds: flag.complaintIds, reasons: found },
        tell: [flag.reviewBodyId],
      });
      return flag;
    });
  }
}
