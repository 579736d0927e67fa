import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { honourMatch } from '../platform/etag.js';
import { invalid, LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { refuseIfStopped } from '../tenders/holds.js';
import { lockTender } from '../tenders/tender-life.js';
import type { ContractCompletionBody } from './contract.dto.js';
import { Contract, type ContractCompletion } from './contract.entity.js';
import { fulfilmentBreaches } from './contract-life.queries.js';
import { contractById, coveredAwards } from './awards.queries.js';
import { presentContract, type ContractAnswer } from './present-award.js';
import { partnersOfAward } from './award-partners.js';
import { itemsOfAward } from './awarded-items.js';
import { settleTender } from './settle-tender.js';

/**
 * Acceptance (验收) or termination of the contract: a closing event of art. 57. The last contract's ends the procurement, and from it the fifteen
 * years of its record are counted. Accepted is what was finally accepted and paid for.
 */
@Injectable()
export class CompleteContract {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404 for another entity's contract, 422 for a day before the signing or in the future; LawRefusal `contract.wrong-state` where it is completed, `contract.acceptance-missing`, `contract.payment-open`. */
  run(actor: Actor, contractId: string, body: ContractCompletionBody): Promise<ContractAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const found = await contractById(work, contractId);
      if (found?.procurerId !== actor.organizationId || found === null) throw unknownResource();
      const tender = await lockTender(work, found.tenderId);
      const contract = await work.lock(Contract, contractId);
      honourMatch(actor, contract);
      if (contract.state !== 'signed')
        throw new LawRefusal([breach('contract.wrong-state', { state: contract.state, event: 'complete' })]);
      if (body.on < civilDateOf(contract.signedAt) || body.on > civilDateOf(work.now))
        throw invalid('#/on', { zh: '不得早于签订日，也不得晚于今日。', en: 'Not before the signing and not after today.' });
      if (body.kind === 'acceptance') {
        await refuseIfStopped(work, contractId);
        obey(await fulfilmentBreaches(work, contract, body.on));
      }
      const completion: ContractCompletion = {
        kind: body.kind,
        on: body.on,
        ...(body.statement ? { statement: { ...body.statement } } : {}),
      };
      await work.save(Contract, contract, {
        state: body.kind === 'acceptance' ? 'accepted' : 'terminated',
        completion,
        completedOn: body.on,
      });
      await settleTender(work, tender);
      const { endedOn, retainUntil } = tender;
      work.record({
        type: 'contract.completed',
        article: 57,
        tenderId: tender.id,
        subject: { kind: 'contract', id: contractId },
        payload: { ...completion, endedOn, retainUntil },
        tell: [contract.supplierId],
      });
      const covered = await coveredAwards(work, contractId);
      const items = await itemsOfAward(work, contract.awardId, covered.lotIds.length === 0 ? null : covered.lotIds);
      return presentContract({ ...contract, ...covered }, items, await partnersOfAward(work, contract.awardId));
    });
  }
}
