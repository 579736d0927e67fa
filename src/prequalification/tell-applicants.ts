import { Injectable, type OnModuleInit } from '@nestjs/common';
import { deliverTo } from '../platform/deliver-message.js';
import type { EffectWork } from '../platform/effects.js';
import { JobHandlers, type Message } from '../platform/job-handlers.js';

/** Whoever has applied is told what an amendment or a correction changed, while it is not known yet who will be invited. */
@Injectable()
export class TellApplicants implements OnModuleInit {
  constructor(private readonly handlers: JobHandlers) {}

  onModuleInit(): void {
    this.handlers.on('tender.amended', 'tell-applicants', tellApplicants);
    this.handlers.on('notice.corrected', 'tell-applicants-correction', tellApplicants);
  }
}

async function tellApplicants(message: Message, work: EffectWork): Promise<void> {
  const rows = await work.query<{ organization: string }>(
    `SELECT one.supplier_id AS organization FROM applications one JOIN tenders tender ON tender.id = one.tender_id
      WHERE one.tender_id = $1 AND one.action <> 'withdrawal' AND tender.documents_issued_at IS NULL
        AND NOT EXISTS (SELECT FROM applications later WHERE later.previous_id = one.id)`,
    [message.tenderId],
  );
  await deliverTo(
    work,
    message,
    rows.map(({ organization }) => ({ organization, person: null })),
  );
}
