import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EffectWork } from '../platform/effects.js';
import { JobHandlers, type Message } from '../platform/job-handlers.js';

/**
 * Whoever holds a bid is told what an amendment or a correction changed. The database finds and tells them: neither this service nor anybody
 * who reads its tables learns who or how many they are before the opening.
 */
@Injectable()
export class TellBidders implements OnModuleInit {
  constructor(private readonly handlers: JobHandlers) {}

  onModuleInit(): void {
    this.handlers.on('tender.amended', 'tell-bidders', tellBidders);
    this.handlers.on('notice.corrected', 'tell-bidders-correction', tellBidders);
  }
}

async function tellBidders({ entryId, topic, tenderId, subject }: Message, work: EffectWork): Promise<void> {
  await work.query('SELECT tell_bidders($1, $2, $3, $4, $5)', [entryId, topic, tenderId, subject.kind, subject.id]);
}
