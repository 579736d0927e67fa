import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { EffectWork } from './effects.js';
import { JobHandlers, type Message } from './job-handlers.js';
import { planMails } from './plan-mails.js';

/** One delivery for each organisation and person that an event tells: the proof of when they could have known (art. 61). */
@Injectable()
export class DeliverMessage implements OnModuleInit {
  constructor(private readonly handlers: JobHandlers) {}

  onModuleInit(): void {
    this.handlers.on('*', 'deliver', deliver);
  }
}

async function deliver(message: Message, work: EffectWork): Promise<void> {
  await deliverTo(work, message, [
    ...message.tell.map((id) => ({ organization: id, person: null })),
    ...message.tellPeople.map((id) => ({ organization: null, person: id })),
    ...(await actingFor(message, work)),
  ]);
}

/** For a module that knows who else is concerned: the same delivery, once for each of them. */
export async function deliverTo(
  work: EffectWork,
  message: Message,
  told: readonly { organization: string | null; person: string | null }[],
): Promise<void> {
  if (told.length === 0) return;
  await work.query(
    `INSERT INTO deliveries (id, organization_id, person_id, topic, tender_id, subject_kind, subject_id, entry_id, delivered_at)
     SELECT id, organization_id, person_id, $4, $5, $6, $7, $8, $9
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS told (id, organization_id, person_id)
     ON CONFLICT DO NOTHING`,
    [
      told.map(() => uuidv7()),
      told.map((one) => one.organization),
      told.map((one) => one.person),
      message.topic,
      message.tenderId,
      message.subject.kind,
      message.subject.id,
      message.entryId,
      work.now,
    ],
  );
  await planMails(work, message.entryId);
}

/** Who runs or follows the tender for those told: their agencies and attorneys. The organisation's own delivery stays the proof. */
async function actingFor(
  { tell, tenderId }: Message,
  work: EffectWork,
): Promise<{ organization: string | null; person: string | null }[]> {
  if (tenderId === null || tell.length === 0) return [];
  return work.query(
    `SELECT DISTINCT agency_id AS organization, person_id AS person FROM delegations
      WHERE principal_id = ANY ($1) AND ended_at IS NULL AND valid_from <= $3 AND $3 < valid_to
        AND (tender_ids IS NULL OR $2 = ANY (tender_ids)) AND (agency_id IS NULL OR agency_id <> ALL ($1))`,
    [tell, tenderId, work.now],
  );
}
