import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { proceedingsOf, type ProceedingAnswer } from './outside-proceedings.queries.js';
import { ReadChallenges } from './read-challenges.js';

/** For whoever reads the case. */
@Injectable()
export class ReadOutsideProceedings {
  constructor(
    private readonly reads: Reads,
    private readonly cases: ReadChallenges,
  ) {}

  /** Refusal 404 for a stranger. */
  async run(actor: Actor, complaintId: string): Promise<ProceedingAnswer[]> {
    await this.cases.caseFor(actor, complaintId);
    return proceedingsOf(this.reads, complaintId);
  }
}
