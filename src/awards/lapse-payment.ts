import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { isBefore } from '../rules/moment.js';
import { ContractPayment } from './contract-life.entity.js';

/** When the last day of a payment is over without it, both sides are told, once. It stays owed. */
@Injectable()
export class LapsePayment implements OnModuleInit {
  constructor(
    private readonly dueWork: DueWork,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'payment.lapse',
      claim:
        'SELECT id FROM contract_payments WHERE due_at <= platform_now() AND id <> ALL ($1) ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED',
      next: 'SELECT min(due_at) AS next FROM contract_payments',
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where it was paid or noticed meanwhile. */
  run(id: string): Promise<void> {
    return this.unitOfWork.run(systemActor(`payment.lapse ${id}`), async (work) => {
      const payment = await work.lock(ContractPayment, id);
      if (payment.dueAt === null || isBefore(work.now, payment.dueAt)) throw new NotDue();
      await work.save(ContractPayment, payment, { dueAt: null });
      work.record({
        type: 'payment.lapsed',
        article: 59,
        tenderId: payment.tenderId,
        subject: { kind: 'contract-payment', id },
        payload: { contractId: payment.contractId, number: payment.number, amount: payment.amount, dueOn: payment.dueOn },
        tell: [payment.procurerId, payment.supplierId],
      });
    });
  }
}
