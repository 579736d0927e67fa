import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import { LawService } from '../platform/law.service.js';
import type { Reader } from '../platform/reads.js';
import { addDays, civilDateOf, startOfDay, type Instant } from '../rules/moment.js';
import { periodOn } from '../rules/periods.js';
import type { Forfeiture } from './forfeiture.entity.js';
import { dueOf, expiringSecurities, owedSecurities } from './securities.queries.js';

/** Securities that a procuring entity owes back (实施条例 art. 33), also when their time is over; that run out too soon; that are to be kept. */
@Injectable()
export class SecuritiesDuties implements OnModuleInit {
  constructor(
    private readonly duties: Duties,
    private readonly law: LawService,
  ) {}

  onModuleInit(): void {
    this.duties.register('security.refund', (actor, reader) => this.toRefund(actor, reader));
    for (const role of ['procurer', 'supplier'] as const)
      this.duties.register(`security.extend ${role}`, (actor, reader) => toExtend(actor, reader, role));
    this.duties.register('security.state', toState);
    this.duties.register('security.decide-forfeiture', toDecide);
  }

  private async toRefund(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
    if (!actor.roles.includes('procurer') || actor.organizationId === null) return [];
    const rows = await owedSecurities(reader, actor.organizationId, dutiesPerSourceMax);
    const calendar = await this.law.calendar(reader);
    return rows.map((row) => {
      const { due, dueAt } = dueOf(row, calendar);
      return {
        kind: 'security.refund',
        tenderId: row.tenderId,
        subject: { kind: 'security', id: row.id },
        dueAt,
        derivation: due,
      };
    });
  }
}

/** Both sides see it: the supplier hands the paper over, the procuring entity records it. */
async function toExtend(actor: Actor, reader: Reader, role: 'procurer' | 'supplier'): Promise<DutyFacts[]> {
  const { organizationId } = actor;
  if (!actor.roles.includes(role) || organizationId === null) return [];
  const days = periodOn('securityExpiryNoticeDays', civilDateOf(await nowOf(reader))).value;
  const rows = await expiringSecurities(reader, { role, organizationId }, days, dutiesPerSourceMax);
  return rows.map(({ id, tenderId, validUntil }) => ({
    kind: 'security.extend',
    tenderId,
    subject: { kind: 'security', id },
    dueAt: startOfDay(addDays(validUntil, 1)),
    derivation: null,
  }));
}

async function nowOf(reader: Reader): Promise<Instant> {
  const rows = await reader.query<{ now: Instant }>('SELECT platform_now() AS now');
  return (rows[0] as { now: Instant }).now;
}

type Row = Pick<Forfeiture, 'id' | 'tenderId' | 'statementDue'>;

const columns = 'id, tender_id AS "tenderId", statement_due AS "statementDue"';
const isOver = `(statement_due ->> 'result')::date < (platform_now() AT TIME ZONE 'Asia/Shanghai')::date`;

/** A supplier's statement before its security is kept, while its time runs. */
async function toState(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('supplier')) return [];
  const rows = await reader.query<Row>(
    `SELECT ${columns} FROM security_forfeitures WHERE supplier_id = $1 AND state = 'notified' AND (${isOver}) IS NOT TRUE
      ORDER BY notified_at, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  return rows.map(({ id, tenderId, statementDue }) => ({
    kind: 'security.state',
    tenderId,
    subject: { kind: 'forfeiture', id },
    dueAt: statementDue.result === null ? null : startOfDay(addDays(statementDue.result, 1)),
    derivation: statementDue,
  }));
}

/** No text sets a time for it; the refund waits for it. */
async function toDecide(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('approver')) return [];
  const rows = await reader.query<Row>(
    `SELECT ${columns} FROM security_forfeitures WHERE procurer_id = $1 AND notified_by <> $2
        AND (state = 'stated' OR (state = 'notified' AND ${isOver})) ORDER BY notified_at, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, actor.personId],
  );
  return rows.map(({ id, tenderId }) => ({
    kind: 'security.decide-forfeiture',
    tenderId,
    subject: { kind: 'forfeiture', id },
    dueAt: null,
    derivation: null,
  }));
}
