import { Injectable } from '@nestjs/common';
import { requireVerified } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { invalid, LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { additionIsBounded } from '../rules/contract-life.js';
import { civilDateOf } from '../rules/moment.js';
import { parseMoney, type Fen } from '../rules/money.js';
import { approverIsNoAuthor } from '../rules/officers.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import type { ChangeDecisionBody } from './contract-life.dto.js';
import { ContractChange } from './contract-life.entity.js';
import { addedTo, lockOwnContract } from './contract-life.queries.js';
import { presentChange, type ChangeAnswer } from './present-contract-life.js';
import { publishChange } from './publish-change.js';

/** A second person publishes an additional purchase or rejects it (四眼原则). Its bound is asked again: others may have been published since. */
@Injectable()
export class DecideChange {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `tender.approver-is-author`, `contract.addition-over-tenth`, `.wrong-state`, `tender.suspended`; Refusal 404, 412, 422, 428. */
  run(actor: Actor, contractId: string, changeId: string, body: ChangeDecisionBody): Promise<ChangeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, contract } = await lockOwnContract(work, actor, contractId, 'change');
      await requireVerified(work, contract.procurerId);
      const change = await work.lock(ContractChange, changeId);
      if (change.contractId !== contractId) throw unknownResource();
      requireMatch(actor, change);
      if (change.state !== 'proposed')
        throw new LawRefusal([breach('contract.wrong-state', { state: change.state, event: 'decide-change' })]);
      const decided = { decidedBy: actor.personId, decidedAt: work.now };
      if (body.decision === 'rejected') {
        const rejection = { ...(body.reason ?? missingReason()) };
        await work.save(ContractChange, change, { ...decided, state: 'rejected', rejection });
        work.record({
          type: 'contract-change.rejected',
          article: 57,
          tenderId: tender.id,
          subject: { kind: 'contract-change', id: changeId },
          payload: { contractId, number: change.number, rejection },
          tell: [contract.procurerId],
        });
        return presentChange(change);
      }
      await refuseIfSuspended(work, tender.id);
      const sums = { added: parseMoney(change.added) as Fen, addedBefore: await addedTo(work, contractId) };
      obey([
        ...approverIsNoAuthor(actor.personId, [change.proposedBy]),
        ...additionIsBounded(
          { touches: change.touches, ...sums, contract: parseMoney(contract.amount) as Fen },
          civilDateOf(work.now),
        ),
      ]);
      const noticeVersion = await publishChange(work, { tender, contract, change });
      await work.save(ContractChange, change, { ...decided, state: 'published', noticeVersion });
      return presentChange(change);
    });
  }
}

function missingReason(): never {
  throw invalid('#/reason', { zh: '不予批准须说明理由。', en: 'A rejection needs its reason.' });
}
