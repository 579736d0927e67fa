import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import type { Derivation } from '../rules/breach.js';
import { addDays, startOfDay, type CivilDate } from '../rules/moment.js';
import { answerableStates } from './answer-enquiry.js';

/** Questions that the caller's entity has yet to answer (实施条例 art. 52), also when their time is over. */
@Injectable()
export class EnquiriesDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('enquiry.answer', toAnswer);
  }
}

async function toAnswer(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('procurer')) return [];
  const rows = await reader.query<{ id: string; tenderId: string; dueOn: CivilDate | null; due: Derivation }>(
    `SELECT enquiry.id, enquiry.tender_id AS "tenderId", enquiry.answer_due_on::text AS "dueOn", enquiry.answer_due AS due
       FROM enquiries enquiry JOIN tenders tender ON tender.id = enquiry.tender_id
      WHERE tender.procurer_id = $1 AND enquiry.answered_at IS NULL AND tender.state = ANY ($2)
      ORDER BY enquiry.answer_due_on, enquiry.id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId, answerableStates],
  );
  return rows.map(({ id, tenderId, dueOn, due }) => ({
    kind: 'enquiry.answer',
    tenderId,
    subject: { kind: 'enquiry', id },
    dueAt: dueOn === null ? null : startOfDay(addDays(dueOn, 1)),
    derivation: due,
  }));
}
