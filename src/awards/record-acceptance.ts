import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { acceptanceIsHeld } from '../rules/contract-life.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import type { ContractAcceptanceBody } from './contract-life.dto.js';
import { ContractAcceptance } from './contract-life.entity.js';
import { finallyAcceptedOn, lockOwnContract, nextNumber } from './contract-life.queries.js';
import { presentAcceptance, type AcceptanceAnswer } from './present-contract-life.js';

/** A report of acceptance (验收书): who took part, what each standard was found to be, and what follows. In parts, and finally. */
@Injectable()
export class RecordAcceptance {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `acceptance.procurer-absent`, `acceptance.already-final`, `contract.wrong-state`; Refusal 404, 422 for a day before the signing or in the future, and for an acceptance that its findings do not bear. */
  run(actor: Actor, contractId: string, body: ContractAcceptanceBody): Promise<AcceptanceAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, contract } = await lockOwnContract(work, actor, contractId, 'accept');
      const sides = body.participants.map((one) => one.side);
      obey(acceptanceIsHeld({ sides, finallyAccepted: (await finallyAcceptedOn(work, contractId)) !== null }));
      requireSound(body, contract.signedAt, work.now);
      const acceptance = await work.insert(ContractAcceptance, {
        id: newId(),
        contractId,
        tenderId: tender.id,
        number: await nextNumber(work, 'contract_acceptances', contractId),
        extent: body.extent,
        outcome: body.outcome,
        heldOn: body.heldOn,
        subject: { ...body.subject },
        participants: body.participants.map((one) => ({ ...one })),
        findings: body.findings.map(({ requirement, met, note }) => ({ requirement, met, note: note ? { ...note } : null })),
        remedyBy: body.remedyBy ?? null,
        recordedBy: actor.personId,
        recordedAt: work.now,
      });
      const { number, extent, outcome, heldOn, remedyBy } = acceptance;
      work.record({
        type: 'acceptance.recorded',
        article: 57,
        tenderId: tender.id,
        subject: { kind: 'contract-acceptance', id: acceptance.id },
        payload: { contractId, number, extent, outcome, heldOn, remedyBy },
        tell: [contract.supplierId],
      });
      return presentAcceptance(acceptance);
    });
  }
}

function requireSound(body: ContractAcceptanceBody, signedAt: Instant, now: Instant): void {
  if (body.heldOn < civilDateOf(signedAt) || body.heldOn > civilDateOf(now))
    throw invalid('#/heldOn', { zh: '不得早于签订日，也不得晚于今日。', en: 'Not before the signing and not after today.' });
  if (body.outcome === 'accepted' && body.findings.some((one) => !one.met))
    throw invalid('#/outcome', {
      zh: '有标准未达到，不能验收合格。',
      en: 'A standard is not met, so it is not accepted without reserve.',
    });
}
