import { Injectable } from '@nestjs/common';
import { mayDispose } from '../rules/art-57-retention.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import type { Actor } from '../platform/actor.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { type LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import type { DisposalBody } from './archive.dto.js';
import { retentionOf } from './archive.queries.js';

export interface DisposalAnswer {
  id: string;
  tenderId: string;
  state: 'proposed';
  retainedUntil: string;
  proposedAt: Instant;
}

/**
 * Art. 57: proposes that a procurement's record be destroyed. Refused `archive.retention-locked` before its fifteen years are over;
 * that refusal is recorded. A proposal destroys nothing: two other people decide.
 */
@Injectable()
export class ProposeDisposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  run(actor: Actor, tenderId: string, body: DisposalBody): Promise<DisposalAnswer> {
    const attempt = { type: 'disposal.refused', article: 57, tenderId, subject: { kind: 'tender', id: tenderId } };
    return recordingRefusals(this.unitOfWork, actor, attempt, () => this.propose(actor, tenderId, body), factsOf);
  }

  private propose(actor: Actor, tenderId: string, body: DisposalBody): Promise<DisposalAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      await work.query('SELECT 1 FROM tenders WHERE id = $1 FOR UPDATE', [tenderId]);
      const retention = await retentionOf(work, tenderId);
      if (!retention) throw unknownResource();
      const closingEvents = retention.endedOn === null ? [] : [{ type: 'ended', on: retention.endedOn }];
      obey(mayDispose({ closingEvents, legalHold: retention.legalHold, on: civilDateOf(work.now) }));
      const id = newId();
      const retainedUntil = retention.retainUntil as string;
      await work.query(
        'INSERT INTO disposal_proposals (id, tender_id, proposed_by, reason, retained_until, proposed_at) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, tenderId, actor.personId, JSON.stringify(body.reason), retainedUntil, work.now],
      );
      const payload = { reason: { ...body.reason }, retainedUntil };
      work.record({ type: 'disposal.proposed', article: 57, tenderId, subject: { kind: 'disposal', id }, payload });
      return { id, tenderId, state: 'proposed', retainedUntil, proposedAt: work.now };
    });
  }
}

function factsOf(refusal: LawRefusal): Record<string, unknown> {
  return { breaches: refusal.breaches.map(({ rule, facts }) => ({ rule, facts })) };
}
