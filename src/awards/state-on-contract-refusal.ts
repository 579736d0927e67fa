import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { honourMatch } from '../platform/etag.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { refusalStatementIsInTime } from '../rules/contract-refusal.js';
import type { ContractRefusalStatementBody } from './contract-refusal.dto.js';
import { ContractRefusal, presentContractRefusal, type ContractRefusalAnswer } from './contract-refusal.entity.js';

/** The winner says why it does not sign, or that it will, or that it never refused (陈述申辩). A late statement is recorded. */
@Injectable()
export class StateOnContractRefusal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `contract-refusal.statement-late`, `contract-refusal.wrong-state`; Refusal 404 for another supplier's, 412. */
  run(actor: Actor, id: string, body: ContractRefusalStatementBody): Promise<ContractRefusalAnswer> {
    const attempt = {
      type: 'contract-refusal.statement-refused',
      article: 60,
      tenderId: null,
      subject: { kind: 'contract-refusal', id },
    };
    return recordingRefusals(this.unitOfWork, actor, attempt, () =>
      this.unitOfWork.run(actor, async (work) => {
        const refusal = await work.lock(ContractRefusal, id);
        if (refusal.supplierId !== actor.organizationId) throw unknownResource();
        honourMatch(actor, refusal);
        if (refusal.state !== 'notified')
          throw new LawRefusal([breach('contract-refusal.wrong-state', { state: refusal.state, event: 'state' })]);
        obey(refusalStatementIsInTime(refusal.statementDue, work.now));
        const statement = { text: { ...body.text }, evidence: [...(body.evidence ?? [])] };
        await work.save(ContractRefusal, refusal, {
          state: 'stated',
          statement,
          statedBy: actor.personId,
          statedAt: work.now,
        });
        work.record({
          type: 'contract-refusal.stated',
          article: 60,
          tenderId: refusal.tenderId,
          subject: { kind: 'contract-refusal', id },
          payload: { awardId: refusal.awardId, supplierId: refusal.supplierId, statedAt: work.now },
          tell: [refusal.procurerId],
        });
        return presentContractRefusal(refusal);
      }),
    );
  }
}
