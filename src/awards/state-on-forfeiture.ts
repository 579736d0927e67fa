import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { honourMatch } from '../platform/etag.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { forfeitureStatementIsInTime } from '../rules/forfeiture.js';
import type { ForfeitureStatementBody } from './forfeiture.dto.js';
import { Forfeiture, presentForfeiture, type ForfeitureAnswer } from './forfeiture.entity.js';

/** The supplier states its case before its security is kept (陈述申辩). A late statement is recorded. */
@Injectable()
export class StateOnForfeiture {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `security.statement-late`, `security.forfeiture-state`; Refusal 404 for another supplier's, 412. */
  run(actor: Actor, id: string, body: ForfeitureStatementBody): Promise<ForfeitureAnswer> {
    const attempt = {
      type: 'security.statement-refused',
      article: 59,
      tenderId: null,
      subject: { kind: 'forfeiture', id },
    };
    return recordingRefusals(this.unitOfWork, actor, attempt, () =>
      this.unitOfWork.run(actor, async (work) => {
        const forfeiture = await work.lock(Forfeiture, id);
        if (forfeiture.supplierId !== actor.organizationId) throw unknownResource();
        honourMatch(actor, forfeiture);
        if (forfeiture.state !== 'notified')
          throw new LawRefusal([breach('security.forfeiture-state', { state: forfeiture.state, event: 'state' })]);
        obey(forfeitureStatementIsInTime(forfeiture.statementDue, work.now));
        const statement = { text: { ...body.text }, evidence: [...(body.evidence ?? [])] };
        await work.save(Forfeiture, forfeiture, { state: 'stated', statement, statedBy: actor.personId, statedAt: work.now });
        work.record({
          type: 'security.forfeiture-stated',
          article: 59,
          tenderId: forfeiture.tenderId,
          subject: { kind: 'forfeiture', id },
          payload: { supplierId: forfeiture.supplierId, statedAt: work.now },
          tell: [forfeiture.procurerId],
        });
        return presentForfeiture(forfeiture);
      }),
    );
  }
}
