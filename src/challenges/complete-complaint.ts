import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { civilDateOf } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import { advanceComplaint, lockComplaint } from './advance-complaint.js';
import { sideOfComplaint } from './case-parties.js';
import type { PartyText } from './challenge.entity.js';
import { completed } from './complete-challenge.js';
import { plain } from './file-challenge.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import type { ComplaintCompletionBody } from './proceedings.dto.js';
import { watchReview } from './watch-complaint.js';

/** The complainant completes its complaint (补正); the time to decide goes on. No new matter comes in by this door. */
@Injectable()
export class CompleteComplaint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.wrong-state` where nothing was asked for; Refusal 404 for a stranger, 422 for a matter that is not of the complaint or stands twice. */
  run(actor: Actor, id: string, body: ComplaintCompletionBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      if (sideOfComplaint(actor, complaint) !== 'supplier') throw unknownResource();
      const today = civilDateOf(work.now);
      const stops = complaint.clockStops.map((one) =>
        one.cause === 'completion' && one.endedOn === null ? { ...one, endedOn: today } : one,
      );
      const changes = {
        matters: completed(complaint.matters, body.matters ?? []),
        request: plain<PartyText>(body.request) ?? complaint.request,
        completion: complaint.completion && { ...complaint.completion, completedAt: work.now },
        clockStops: stops,
      };
      await advanceComplaint(work, complaint, { event: 'complete', party: 'supplier', changes });
      work.record({
        type: 'complaint.completed',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { completedAt: work.now },
        tell: [complaint.reviewBodyId],
      });
      const calendar = await this.law.calendar(work);
      await watchReview(work, complaint, { tender, calendar });
      return presentComplaint(complaint, { track: trackOf(tender.category), calendar, ruling: null });
    });
  }
}
