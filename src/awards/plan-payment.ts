import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import { paymentDaysAreFew, paymentDue, paymentsFitTheContract } from '../rules/contract-life.js';
import { addDays, civilDateOf, startOfDay, type CivilDate } from '../rules/moment.js';
import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import { periodOn } from '../rules/periods.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { ContractPaymentBody } from './contract-life.dto.js';
import { ContractPayment } from './contract-life.entity.js';
import { addedTo, isSmallSupplier, lockOwnContract, nextNumber, paymentSums } from './contract-life.queries.js';
import type { Contract } from './contract.entity.js';
import { presentPayment, type PaymentAnswer } from './present-contract-life.js';

/** A payment of the contract put on record with its last day (付款计划), for another person to approve. */
@Injectable()
export class PlanPayment {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `payment.days-too-many`, `.over-contract`, `.final-differs`, `.after-final`, `contract.wrong-state`; Refusal 404, 422 for a delivery before the signing. */
  run(actor: Actor, contractId: string, body: ContractPaymentBody): Promise<PaymentAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, contract } = await lockOwnContract(work, actor, contractId, 'pay');
      if (body.from < civilDateOf(contract.signedAt))
        throw invalid('#/from', { zh: '不得早于签订日。', en: 'Not before the signing.' });
      const isSmall = await isSmallSupplier(work, contract);
      const announced = announcedDays(tender, isSmall);
      const days = body.days ?? announced ?? periodOn('smePaymentDays', body.from).value;
      obey([...paymentDaysAreFew({ days, announced, isSmall }, body.from), ...(await sumsFit(work, contract, body))]);
      const due = paymentDue(body.from, days);
      const dueOn = due.result as CivilDate;
      const payment = await work.insert(ContractPayment, {
        ...notPaid,
        id: newId(),
        contractId,
        tenderId: tender.id,
        procurerId: contract.procurerId,
        supplierId: contract.supplierId,
        number: await nextNumber(work, 'contract_payments', contractId),
        title: { ...body.title },
        amount: formatMoney(parseMoney(body.amount) as Fen),
        isFinal: body.isFinal === true,
        deduction: body.deduction ? { ...body.deduction } : null,
        dueOn,
        due,
        dueAt: startOfDay(addDays(dueOn, 1)),
        plannedBy: actor.personId,
        plannedAt: work.now,
      });
      const { id, number, amount, isFinal } = payment;
      work.record({
        type: 'payment.planned',
        article: 59,
        tenderId: tender.id,
        subject: { kind: 'contract-payment', id },
        payload: { contractId, number, amount, isFinal, dueOn },
        tell: [contract.supplierId],
      });
      return presentPayment(payment, work.now);
    });
  }
}

const notPaid = {
  version: 1,
  state: 'planned' as const,
  approvedBy: null,
  approvedAt: null,
  payment: null,
  paidBy: null,
  paidAt: null,
};

/** What the documents announced (商务条款); null where they said nothing. */
function announcedDays({ content }: Tender, isSmall: boolean): number | null {
  const announced = content.terms?.payment;
  if (announced === undefined) return null;
  return isSmall ? (announced.smeDays ?? announced.days) : announced.days;
}

async function sumsFit(work: Work, contract: Contract, body: ContractPaymentBody): Promise<Breaches> {
  const { planned, hasFinal } = await paymentSums(work, contract.id);
  return paymentsFitTheContract({
    amount: parseMoney(body.amount) as Fen,
    planned,
    contract: (parseMoney(contract.amount) as Fen) + (await addedTo(work, contract.id)),
    isFinal: body.isFinal === true,
    hasFinal,
    isDeducted: body.deduction !== undefined,
  });
}
