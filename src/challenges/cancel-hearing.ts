import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { lockHearing } from './lock-hearing.js';
import { presentHearing, type HearingAnswer } from './present-hearing.js';
import type { HearingCancellationBody } from './proceedings.dto.js';
import { concerned } from './record-minutes.js';

/** A hearing that does not take place; why is told to those invited. */
@Injectable()
export class CancelHearing {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `complaint.hearing-closed`, `.reviewer-conflicted`; Refusal 404 for a stranger or no such hearing. */
  run(actor: Actor, id: string, number: string, body: HearingCancellationBody): Promise<HearingAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint, hearing } = await lockHearing(work, actor, id, number);
      const cancelled = { cancellation: { ...body.reasons }, cancelledBy: actor.personId, cancelledAt: work.now };
      await work.query('UPDATE complaint_hearings SET cancellation = $2, cancelled_by = $3, cancelled_at = $4 WHERE id = $1', [
        hearing.id,
        JSON.stringify(cancelled.cancellation),
        cancelled.cancelledBy,
        cancelled.cancelledAt,
      ]);
      work.record({
        type: 'hearing.cancelled',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { number: hearing.number, cancelledAt: work.now },
        tell: concerned(complaint, hearing),
      });
      return presentHearing({ ...hearing, ...cancelled });
    });
  }
}
