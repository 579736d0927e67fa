import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { civilDateOf } from '../rules/moment.js';
import { contractById } from './awards.queries.js';
import type { BreachBody } from './contract.dto.js';
import { ContractBreach } from './contract.entity.js';
import type { BreachAnswer } from './read-awards.js';

/** A breach of contract put on record with its evidence; the supplier is told. Whether it excludes anybody is asked later (art. 54). */
@Injectable()
export class RecordBreach {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404 for another entity's contract, 422 for a day before the signing or in the future. */
  run(actor: Actor, contractId: string, body: BreachBody): Promise<BreachAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const contract = await contractById(work, contractId);
      if (contract?.procurerId !== actor.organizationId || contract === null) throw unknownResource();
      if (body.breachedOn < civilDateOf(contract.signedAt) || body.breachedOn > civilDateOf(work.now))
        throw invalid('#/breachedOn', {
          zh: '不得早于签订日，也不得晚于今日。',
          en: 'Not before the signing and not after today.',
        });
      const recorded = await work.insert(ContractBreach, {
        id: newId(),
        contractId,
        procurerId: contract.procurerId,
        supplierId: contract.supplierId,
        breachedOn: body.breachedOn,
        material: body.material,
        remediedInTime: body.remediedInTime,
        evidence: body.evidence,
        description: { ...body.description },
        recordedBy: actor.personId,
        recordedAt: work.now,
      });
      work.record({
        type: 'contract.breached',
        article: 54,
        tenderId: contract.tenderId,
        subject: { kind: 'contract-breach', id: recorded.id },
        payload: {
          contractId,
          supplierId: contract.supplierId,
          breachedOn: body.breachedOn,
          material: body.material,
          remediedInTime: body.remediedInTime,
          evidence: body.evidence,
        },
        tell: [contract.supplierId],
      });
      return { ...recorded, statement: null };
    });
  }
}
