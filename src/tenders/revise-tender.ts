import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import { LawRefusal } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { requireCustodians } from './custodians.js';
import { draftColumns, refuseSecurityExcluded } from './draft-content.js';
import { lockOwnTender } from './own-tender.js';
import { requireRetender } from './retender.js';
import type { TenderAnswer } from './present-tender.js';
import type { TenderChanges } from './tender.dto.js';
import { Tender } from './tender.entity.js';
import { advanceTender, requireTenderMatch, stateNow } from './tender-life.js';
import { answerOf } from './tenders.queries.js';
import { keepValuation } from './valuations.queries.js';

/** Changes a draft. An approved one goes back to its draft: what was approved is not what it says now. */
@Injectable()
export class ReviseTender {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `scope.security-excluded`, `tender.wrong-state` once published, `tender.retender-unfounded`; Refusal 404, 412, 422, 428. */
  run(actor: Actor, id: string, body: TenderChanges): Promise<TenderAnswer> {
    refuseSecurityExcluded(body);
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, id);
      await requireTenderMatch(work, actor, tender, work.now);
      await requireCustodians(work, tender.procurerId, body.custodians);
      await requireRetender(work, tender.procurerId, body.retenderOf);
      const changes = draftColumns(body, tender, { referenceNumber: tender.referenceNumber, now: work.now });
      const valued = canonicalJson(tender.valuation);
      const state = stateNow(tender, work.now);
      if (state === 'approved')
        await advanceTender(work, tender, 'revise', 'procurer', { ...changes, approvedBy: null, approvedAt: null });
      else if (state === 'draft') await work.save(Tender, tender, changes);
      else throw new LawRefusal([breach('tender.wrong-state', { state, event: 'revise' })]);
      if (canonicalJson(tender.valuation) !== valued) await keepValuation(work, actor, tender);
      work.record({
        type: 'tender.revised',
        article: 47,
        tenderId: id,
        subject: { kind: 'tender', id },
        payload: { version: tender.version, fields: Object.keys(body).sort() },
      });
      return answerOf(work, tender, work.now);
    });
  }
}
