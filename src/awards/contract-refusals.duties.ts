import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import { addDays, startOfDay } from '../rules/moment.js';
import type { ContractRefusal } from './contract-refusal.entity.js';

/** A winner's statement before its award falls, while its time runs, and the finding that follows. */
@Injectable()
export class ContractRefusalsDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('contract-refusal.state', toState);
    this.duties.register('contract-refusal.decide', toDecide);
  }
}

type Row = Pick<ContractRefusal, 'id' | 'tenderId' | 'statementDue'>;

const columns = 'id, tender_id AS "tenderId", statement_due AS "statementDue"';
const isOver = `(statement_due ->> 'result')::date < (platform_now() AT TIME ZONE 'Asia/Shanghai')::date`;

async function toState(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('supplier')) return [];
  const rows = await reader.query<Row>(
    `SELECT ${columns} FROM contract_refusals WHERE supplier_id = $1 AND state = 'notified' AND (${isOver}) IS NOT TRUE
      ORDER BY notified_at, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  return rows.map(({ id, tenderId, statementDue }) => ({
    kind: 'contract-refusal.state',
    tenderId,
    subject: { kind: 'contract-refusal', id },
    dueAt: statementDue.result === null ? null : startOfDay(addDays(statementDue.result, 1)),
    derivation: statementDue,
  }));
}

/** No text sets a time for it. */
async function toDecide(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('approver')) return [];
  const rows = await reader.query<Row>(
    `SELECT ${columns} FROM contract_refusals WHERE procurer_id = $1 AND notified_by <> $2
        AND (state = 'stated' OR (state = 'notified' AND ${isOver})) ORDER BY notified_at, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, actor.personId],
  );
  return rows.map(({ id, tenderId }) => ({
    kind: 'contract-refusal.decide',
    tenderId,
    subject: { kind: 'contract-refusal', id },
    dueAt: null,
    derivation: null,
  }));
}
