import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { paymentIsInTime } from '../rules/contract-life.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import type { SettlementOfPaymentBody } from './contract-life.dto.js';
import { ContractPayment } from './contract-life.entity.js';
import { lockPayment } from './lock-payment.js';
import { presentPayment, type PaymentAnswer } from './present-contract-life.js';

/** An approved payment was made (支付). A late one is taken down all the same, with a warning. */
@Injectable()
export class SettlePayment {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `payment.wrong-state`, `contract.wrong-state`; Refusal 404, 412, 422 for a day before the approval or in the future, 428. */
  run(actor: Actor, contractId: string, paymentId: string, body: SettlementOfPaymentBody): Promise<PaymentAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const row = await lockPayment(work, actor, { contractId, paymentId, from: 'approved', event: 'settle' });
      if (body.on < civilDateOf(row.approvedAt as Instant) || body.on > civilDateOf(work.now))
        throw invalid('#/on', { zh: '不得早于批准日，也不得晚于今日。', en: 'Not before the approval and not after today.' });
      const warnings = obey(paymentIsInTime(body.on, row.due));
      const payment = { on: body.on, reference: body.reference ?? null, warnings };
      await work.save(ContractPayment, row, {
        state: 'paid',
        dueAt: null,
        payment,
        paidBy: actor.personId,
        paidAt: work.now,
      });
      work.record({
        type: 'payment.made',
        article: 59,
        tenderId: row.tenderId,
        subject: { kind: 'contract-payment', id: paymentId },
        payload: { contractId, number: row.number, amount: row.amount, on: body.on, dueOn: row.dueOn },
        tell: [row.supplierId],
      });
      return presentPayment(row, work.now);
    });
  }
}
