import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EffectWork } from '../platform/effects.js';
import { JobHandlers, type Message } from '../platform/job-handlers.js';

/**
 * Whoever downloaded a document is told what an amendment or a correction changed. The database finds and tells them: who means to bid is a secret
 * until the opening, to this service as well. Who only asked cannot be told: an enquiry keeps a keyed hash of its author.
 */
@Injectable()
export class TellDownloaders implements OnModuleInit {
  constructor(private readonly handlers: JobHandlers) {}

  onModuleInit(): void {
    this.handlers.on('tender.amended', 'tell-downloaders', tellDownloaders);
    this.handlers.on('notice.corrected', 'tell-downloaders-correction', tellDownloaders);
  }
}

async function tellDownloaders({ entryId, topic, tenderId, subject }: Message, work: EffectWork): Promise<void> {
  await work.query('SELECT tell_downloaders($1, $2, $3, $4, $5)', [entryId, topic, tenderId, subject.kind, subject.id]);
}
