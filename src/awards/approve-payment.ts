import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { approverIsNoAuthor } from '../rules/officers.js';
import { ContractPayment } from './contract-life.entity.js';
import { lockPayment } from './lock-payment.js';
import { presentPayment, type PaymentAnswer } from './present-contract-life.js';

/** Another person than the one who planned it approves a payment (四眼原则). */
@Injectable()
export class ApprovePayment {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `tender.approver-is-author`, `payment.wrong-state`, `contract.wrong-state`; Refusal 404, 412, 428. */
  run(actor: Actor, contractId: string, paymentId: string): Promise<PaymentAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const payment = await lockPayment(work, actor, { contractId, paymentId, from: 'planned', event: 'approve' });
      obey(approverIsNoAuthor(actor.personId, [payment.plannedBy]));
      await work.save(ContractPayment, payment, { state: 'approved', approvedBy: actor.personId, approvedAt: work.now });
      work.record({
        type: 'payment.approved',
        article: 59,
        tenderId: payment.tenderId,
        subject: { kind: 'contract-payment', id: paymentId },
        payload: { contractId, number: payment.number, amount: payment.amount },
        tell: [payment.procurerId],
      });
      return presentPayment(payment, work.now);
    });
  }
}
