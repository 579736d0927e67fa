import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import { LawService } from '../platform/law.service.js';
import type { Reader } from '../platform/reads.js';
import type { Derivation } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { explanationDueOn, rejoinderDueOn } from '../rules/parties-heard.js';
import { dayAfter } from './challenge-window.js';

interface Waiting {
  id: string;
  tenderId: string;
  /** From when its days count; null where they do not count yet. */
  from: Instant | null;
}

/** What a complaint waits for from its parties: explanations, the reply to them, a completion. */
@Injectable()
export class ProceedingsDuties implements OnModuleInit {
  constructor(
    private readonly duties: Duties,
    private readonly law: LawService,
  ) {}

  onModuleInit(): void {
    this.duties.register('complaint.explain', (actor, reader) => this.toExplain(actor, reader));
    this.duties.register('complaint.reply', (actor, reader) => this.toReply(actor, reader));
    this.duties.register('complaint.complete', (actor, reader) => toComplete(actor, reader));
  }

  private async toExplain(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
    if (!actor.roles.includes('procurer') && !actor.roles.includes('supplier')) return [];
    const rows = await reader.query<Waiting>(
      `SELECT complaint.id, complaint.tender_id AS "tenderId",
              coalesce((SELECT min(delivered_at) FROM deliveries WHERE organization_id = told.organization_id
                           AND topic = 'complaint.accepted' AND subject_id = complaint.id), told.notified_at) AS "from"
         FROM complaint_respondents told JOIN complaints complaint ON complaint.id = told.complaint_id
        WHERE told.organization_id = $1 AND complaint.state = 'accepted'
          AND NOT EXISTS (SELECT FROM complaint_statements said WHERE said.complaint_id = told.complaint_id
                             AND said.organization_id = told.organization_id AND said.kind = 'explanation')
        ORDER BY told.notified_at, told.id LIMIT ${dutiesPerSourceMax}`,
      [actor.organizationId],
    );
    const calendar = await this.law.calendar(reader);
    return rows.map((row) =>
      dutyOf('complaint.explain', row, row.from === null ? null : explanationDueOn({ toldAt: row.from, calendar })),
    );
  }

  private async toReply(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
    if (!actor.roles.includes('supplier')) return [];
    const rows = await reader.query<Waiting>(
      `SELECT complaint.id, complaint.tender_id AS "tenderId",
              (SELECT max(delivered_at) FROM deliveries WHERE organization_id = $1 AND topic = 'complaint.explained'
                  AND subject_id = complaint.id) AS "from"
         FROM complaints complaint JOIN complaint_statements said ON said.complaint_id = complaint.id
        WHERE complaint.complainant_id = $1 AND complaint.state = 'accepted'
        GROUP BY complaint.id
       HAVING coalesce(max(said.submitted_at) FILTER (WHERE said.kind = 'explanation')
                       > max(said.submitted_at) FILTER (WHERE said.kind <> 'explanation'), true)
        ORDER BY complaint.id LIMIT ${dutiesPerSourceMax}`,
      [actor.organizationId],
    );
    const calendar = await this.law.calendar(reader);
    return rows.map((row) =>
      dutyOf('complaint.reply', row, row.from === null ? null : rejoinderDueOn({ deliveredAt: row.from, calendar })),
    );
  }
}

async function toComplete(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('supplier')) return [];
  const rows = await reader.query<Waiting>(
    `SELECT id, tender_id AS "tenderId", NULL AS "from" FROM complaints WHERE complainant_id = $1 AND state = 'completing'
      ORDER BY id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  return rows.map((row) => dutyOf('complaint.complete', row, null));
}

function dutyOf(kind: string, { id, tenderId }: Waiting, derivation: Derivation | null): DutyFacts {
  const last = derivation?.result ?? null;
  return { kind, tenderId, subject: { kind: 'complaint', id }, dueAt: last === null ? null : dayAfter(last), derivation };
}
