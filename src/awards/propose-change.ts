import { Injectable } from '@nestjs/common';
import { requireVerified } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { honourMatch } from '../platform/etag.js';
import { obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import { additionIsBounded, changeKeepsTheSubstance } from '../rules/contract-life.js';
import { civilDateOf } from '../rules/moment.js';
import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { tellNoSecrets } from '../tenders/marked-secrets.js';
import { textKeepsLanguages } from '../tenders/notice-languages.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { ContractChangeBody } from './contract-life.dto.js';
import { ContractChange } from './contract-life.entity.js';
import { addedTo, lockOwnContract, nextNumber } from './contract-life.queries.js';
import type { Contract } from './contract.entity.js';
import { presentChange, type ChangeAnswer } from './present-contract-life.js';
import { publishChange } from './publish-change.js';

/**
 * A change of a contract (合同变更): what leaves its amount alone is published at once; an additional purchase (采购法 art. 49) waits for a second
 * person. Its substance never changes, and nothing does while a review authority has suspended the procurement.
 */
@Injectable()
export class ProposeChange {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `contract.change-substantial`, `.addition-over-tenth`, `.addition-mixed`, `.wrong-state`, `tender.suspended`, `notice.english-incomplete`, `notice.trade-secret`; Refusal 404. */
  run(actor: Actor, contractId: string, body: ContractChangeBody): Promise<ChangeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, contract } = await lockOwnContract(work, actor, contractId, 'change');
      await requireVerified(work, contract.procurerId);
      honourMatch(actor, contract);
      await refuseIfSuspended(work, tender.id);
      const added = body.added === undefined ? 0n : (parseMoney(body.added) as Fen);
      obey(await changeIsLawful(work, { tender, contract, body, added }));
      const change = {
        id: newId(),
        version: 1,
        contractId,
        tenderId: tender.id,
        number: await nextNumber(work, 'contract_changes', contractId),
        touches: body.touches,
        basis: body.basis,
        description: { ...body.description },
        reasons: { ...body.reasons },
        added: formatMoney(added),
        proposedBy: actor.personId,
        proposedAt: work.now,
        decidedBy: null,
        decidedAt: null,
        rejection: null,
      };
      if (added > 0n) {
        recordProposal(work, contract, change);
        return presentChange(await work.insert(ContractChange, { ...change, state: 'proposed', noticeVersion: null }));
      }
      const noticeVersion = await publishChange(work, { tender, contract, change });
      return presentChange(await work.insert(ContractChange, { ...change, state: 'published', noticeVersion }));
    });
  }
}

async function changeIsLawful(
  work: Work,
  proposal: { tender: Tender; contract: Contract; body: ContractChangeBody; added: Fen },
): Promise<Breaches> {
  const { tender, contract, body, added } = proposal;
  const { touches, description, reasons } = body;
  const sums = { added, addedBefore: await addedTo(work, contract.id), contract: parseMoney(contract.amount) as Fen };
  return [
    ...changeKeepsTheSubstance(touches),
    ...additionIsBounded({ touches, ...sums }, civilDateOf(work.now)),
    ...textKeepsLanguages(tender, 'description', description),
    ...textKeepsLanguages(tender, 'reasons', reasons),
    ...(await tellNoSecrets(work, {
      tenderId: tender.id,
      rule: 'notice.trade-secret',
      texts: { description, reasons, basis: body.basis },
      now: work.now,
    })),
  ];
}

/** Between the parties until somebody has decided. */
function recordProposal(work: Work, contract: Contract, change: Pick<ContractChange, 'id' | 'number' | 'added'>): void {
  work.record({
    type: 'contract-change.proposed',
    article: 57,
    tenderId: contract.tenderId,
    subject: { kind: 'contract-change', id: change.id },
    payload: { contractId: contract.id, number: change.number, added: change.added },
    tell: [contract.procurerId],
  });
}
