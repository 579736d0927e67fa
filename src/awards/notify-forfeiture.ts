import { Injectable } from '@nestjs/common';
import { Security } from '../bids/security.entity.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { forfeitureIsGrounded, forfeitureStatementDue, securityIsFree } from '../rules/forfeiture.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import type { ForfeitureBody } from './forfeiture.dto.js';
import { Forfeiture, presentForfeiture, type ForfeitureAnswer } from './forfeiture.entity.js';
import { unheard } from './notify-exclusion.js';
import { ownSecurity } from './securities.queries.js';

/** The procuring entity tells a supplier that it means to keep its security (拟不予退还保证金告知), on a ground of law and with its evidence. */
@Injectable()
export class NotifyForfeiture {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `security.forfeiture-ungrounded`, `security.forfeiture-open`, `security.already-refunded`; Refusal 404, 412, 422, 428. */
  run(actor: Actor, securityId: string, body: ForfeitureBody): Promise<ForfeitureAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tenderId } = await ownSecurity(work, actor, securityId);
      await lockOwnTender(work, actor, tenderId);
      const security = await work.lock(Security, securityId);
      requireMatch(actor, security);
      if (security.refundedAt !== null) throw new LawRefusal([breach('security.already-refunded')]);
      const known = await ownSecurity(work, actor, securityId);
      obey([...securityIsFree(known.forfeiture), ...forfeitureIsGrounded(body.ground, known)]);
      const due = forfeitureStatementDue(work.now, await this.law.calendar(work));
      const { procurerId, supplierId } = security;
      const forfeiture = await work.insert(Forfeiture, {
        ...unheard,
        id: newId(),
        ...{ securityId, tenderId, procurerId, supplierId },
        ground: body.ground,
        reasons: { ...body.reasons },
        evidence: [...body.evidence],
        notifiedBy: actor.personId,
        notifiedAt: work.now,
        statementDue: due,
      });
      await work.save(Security, security, {});
      work.record({
        type: 'security.forfeiture-notified',
        article: 59,
        tenderId,
        subject: { kind: 'forfeiture', id: forfeiture.id },
        payload: { securityId, supplierId, ground: body.ground, reasons: forfeiture.reasons, statementDueOn: due.result },
        tell: [supplierId],
      });
      return presentForfeiture(forfeiture);
    });
  }
}
