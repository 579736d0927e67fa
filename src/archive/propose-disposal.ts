import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import type { LawRefusal } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { lockTender } from '../tenders/tender-life.js';
import type { DisposalBody } from './archive.dto.js';
import { proposeDisposal } from './disposal-proposal.js';
import type { DisposalRecord } from './disposals.queries.js';

/**
 * Art. 57: proposes that a procurement's record be destroyed. Refused `archive.retention-locked` before its fifteen years are over;
 * that refusal is recorded. A proposal destroys nothing: two other people decide.
 */
@Injectable()
export class ProposeDisposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws as `proposeDisposal` does; Refusal 404. */
  run(actor: Actor, tenderId: string, body: DisposalBody): Promise<DisposalRecord> {
    const attempt = { type: 'disposal.refused', article: 57, tenderId, subject: { kind: 'tender', id: tenderId } };
    return recordingRefusals(this.unitOfWork, actor, attempt, () => this.propose(actor, tenderId, body), factsOf);
  }

  private propose(actor: Actor, tenderId: string, { reason }: DisposalBody): Promise<DisposalRecord> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockTender(work, tenderId);
      return { ...(await proposeDisposal(work, tender, actor.personId, reason)), approvals: [] };
    });
  }
}

function factsOf(refusal: LawRefusal): Record<string, unknown> {
  return { breaches: refusal.breaches.map(({ rule, facts }) => ({ rule, facts })) };
}
