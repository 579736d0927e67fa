import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import type { Derivation } from '../rules/breach.js';
import { addDays, startOfDay, type CivilDate } from '../rules/moment.js';

/** Payments that wait to be approved or made, also when their last day is over, and changes that wait for a second person. */
@Injectable()
export class ContractLifeDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('payment', toPay);
    this.duties.register('contract-change.decide', toDecide);
  }
}

interface OwedPayment {
  id: string;
  tenderId: string;
  state: 'planned' | 'approved';
  dueOn: CivilDate;
  due: Derivation;
}

async function toPay(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  const states = [
    ...(actor.roles.includes('approver') ? ['planned'] : []),
    ...(actor.roles.includes('procurer') ? ['approved'] : []),
  ];
  if (states.length === 0) return [];
  const rows = await reader.query<OwedPayment>(
    `SELECT id, tender_id AS "tenderId", state, due_on AS "dueOn", due FROM contract_payments
      WHERE procurer_id = $1 AND state = ANY ($2) AND NOT (state = 'planned' AND planned_by = $3)
      ORDER BY due_on, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, states, actor.personId],
  );
  return rows.map(({ id, tenderId, state, dueOn, due }) => ({
    kind: state === 'planned' ? 'payment.approve' : 'payment.settle',
    tenderId,
    subject: { kind: 'contract-payment', id },
    dueAt: startOfDay(addDays(dueOn, 1)),
    derivation: due,
  }));
}

async function toDecide(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('approver')) return [];
  const rows = await reader.query<{ id: string; tenderId: string }>(
    `SELECT change.id, change.tender_id AS "tenderId" FROM contract_changes change JOIN contracts contract ON contract.id = change.contract_id
      WHERE contract.procurer_id = $1 AND contract.state = 'signed' AND change.state = 'proposed' AND change.proposed_by <> $2
      ORDER BY change.id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, actor.personId],
  );
  return rows.map(({ id, tenderId }) => ({
    kind: 'contract-change.decide',
    tenderId,
    subject: { kind: 'contract-change', id },
    dueAt: null,
    derivation: null,
  }));
}
