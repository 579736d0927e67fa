import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { contractById } from './awards.queries.js';
import { Contract } from './contract.entity.js';
import type { BreachStatementBody } from './exclusion.dto.js';
import { BreachStatement } from './exclusion.entity.js';
import { statementOf } from './state-on-exclusion.js';

/** The supplier's word on a breach that was put on record against it (违约记录陈述), once; it stays beside the record (art. 54). */
@Injectable()
export class StateOnBreach {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `exclusion.breach-already-stated`; Refusal 404 for another supplier's contract, or a breach of another one. */
  run(actor: Actor, contractId: string, breachId: string, body: BreachStatementBody): Promise<BreachStatement> {
    return this.unitOfWork.run(actor, async (work) => {
      const contract = await contractById(work, contractId);
      if (contract === null || contract.supplierId !== actor.organizationId) throw unknownResource();
      await work.lock(Contract, contractId);
      const rows = await work.query<{ stated: boolean }>(
        `SELECT EXISTS (SELECT FROM breach_statements WHERE breach_id = $1) AS stated FROM contract_breaches WHERE id = $1 AND contract_id = $2`,
        [breachId, contractId],
      );
      if (rows[0] === undefined) throw unknownResource();
      if (rows[0].stated) throw new LawRefusal([breach('exclusion.breach-already-stated')]);
      const statement = statementOf(body);
      const made = { id: newId(), breachId, statement, statedBy: actor.personId, statedAt: work.now };
      await work.insert(BreachStatement, made);
      work.record({
        type: 'contract.breach-stated',
        article: 54,
        tenderId: contract.tenderId,
        subject: { kind: 'contract-breach', id: breachId },
        payload: { contractId, supplierId: contract.supplierId, remedyClaimed: statement.remedy !== undefined },
        tell: [contract.procurerId],
      });
      return made;
    });
  }
}
