import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { EffectWork } from './effects.js';
import { JobHandlers, type Message } from './job-handlers.js';

/** One delivery for each organisation that an event tells: the proof of when it could have known (art. 61). */
@Injectable()
export class DeliverMessage implements OnModuleInit {
  constructor(private readonly handlers: JobHandlers) {}

  onModuleInit(): void {
    this.handlers.on('*', 'deliver', deliver);
  }
}

async function deliver(message: Message, work: EffectWork): Promise<void> {
  if (message.tell.length === 0) return;
  await work.query(
    `INSERT INTO deliveries (id, organization_id, topic, tender_id, subject_kind, subject_id, entry_id, delivered_at)
     SELECT id, organization_id, $3, $4, $5, $6, $7, $8 FROM unnest($1::uuid[], $2::uuid[]) AS told (id, organization_id)
     ON CONFLICT (entry_id, organization_id) DO NOTHING`,
    [
      message.tell.map(() => uuidv7()),
      message.tell,
      message.topic,
      message.tenderId,
      message.subject.kind,
      message.subject.id,
      message.entryId,
      work.now,
    ],
  );
}
