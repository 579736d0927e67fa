import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import type { Derivation } from '../rules/breach.js';
import { addDays, startOfDay, type CivilDate } from '../rules/moment.js';

/** Evaluations that wait for an evaluator, reasons that are owed to an unsuccessful supplier (art. 56), also when their time is over. */
@Injectable()
export class AwardsDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('evaluation.submit', toEvaluate);
    this.duties.register('debrief.answer', toAnswer);
  }
}

async function toEvaluate(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('evaluator')) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT tender.id FROM tenders tender
      WHERE tender.procurer_id = $1 AND tender.state = 'opened'
        AND NOT EXISTS (SELECT FROM evaluations own WHERE own.tender_id = tender.id AND own.evaluator_id = $2
          AND own.round = (SELECT coalesce(max(round), 0) + 1 FROM evaluation_reports report WHERE report.tender_id = tender.id))
        AND NOT EXISTS (SELECT FROM conflict_declarations declared
                         WHERE declared.tender_id = tender.id AND declared.person_id = $2 AND declared.has_conflict)
      ORDER BY tender.opened_at LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, actor.personId],
  );
  return rows.map(({ id }) => ({
    kind: 'evaluation.submit',
    tenderId: id,
    subject: { kind: 'tender', id },
    dueAt: null,
    derivation: null,
  }));
}

async function toAnswer(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('procurer')) return [];
  const rows = await reader.query<{ id: string; tenderId: string; dueOn: CivilDate | null; due: Derivation }>(
    `SELECT id, tender_id AS "tenderId", due_on::text AS "dueOn", due FROM debriefs
      WHERE procurer_id = $1 AND state = 'requested' ORDER BY due_on, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  return rows.map(({ id, tenderId, dueOn, due }) => ({
    kind: 'debrief.answer',
    tenderId,
    subject: { kind: 'debrief', id },
    dueAt: dueOn === null ? null : startOfDay(addDays(dueOn, 1)),
    derivation: due,
  }));
}
