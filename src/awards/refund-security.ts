import { Injectable } from '@nestjs/common';
import { Security } from '../bids/security.entity.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { invalid, LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { securityIsFree } from '../rules/forfeiture.js';
import { civilDateOf } from '../rules/moment.js';
import { refundIsInTime } from '../rules/securities.js';
import { presentSecurity, type SecurityAnswer } from './present-security.js';
import { dueOf, ownSecurity, securityById, type SecurityRow } from './securities.queries.js';
import type { RefundBody } from './security.dto.js';

/** A security given back (退还保证金). After its last day it is taken down all the same, with a warning: being late is no reason not to give it back. */
@Injectable()
export class RefundSecurity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `security.already-refunded`, `security.forfeiture-open`; Refusal 404 for another entity's, 412, 422 for a day in the future or before the record, 428. */
  run(actor: Actor, id: string, body: RefundBody): Promise<SecurityAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      await ownSecurity(work, actor, id);
      const security = await work.lock(Security, id);
      requireMatch(actor, security);
      if (security.refundedAt !== null) throw new LawRefusal([breach('security.already-refunded')]);
      const known = await ownSecurity(work, actor, id);
      obey(securityIsFree(known.forfeiture));
      if (body.on > civilDateOf(work.now) || body.on < civilDateOf(security.recordedAt))
        throw invalid('#/on', { zh: '不得早于登记日，也不得晚于今日。', en: 'Not before it was recorded and not after today.' });
      const calendar = await this.law.calendar(work);
      const { due } = dueOf(known, calendar);
      const warnings = obey(refundIsInTime(body.on, due));
      const refund = { on: body.on, reference: body.reference ?? null, warnings };
      await work.save(Security, security, { refund, refundedBy: actor.personId, refundedAt: work.now });
      work.record({
        type: 'security.refunded',
        article: 59,
        tenderId: security.tenderId,
        subject: { kind: 'security', id },
        payload: { kind: security.kind, supplierId: security.supplierId, on: body.on, dueOn: due?.result ?? null },
        tell: [security.supplierId],
      });
      const row = (await securityById(work, id, null)) as SecurityRow;
      return presentSecurity(row, calendar, work.now);
    });
  }
}
