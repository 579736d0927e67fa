import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { civilDateOf } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import { advanceComplaint, lockComplaint, requireReviewer } from './advance-complaint.js';
import type { CompletionRequestBody } from './challenge.dto.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import { nextStop } from './stop-clock.js';
import { toldInDecision } from './told-in-decision.js';
import { watchReview } from './watch-complaint.js';

/** 补正: the authority asks, once, for what the complaint lacks; the time to decide stops meanwhile (实施条例 art. 58). */
@Injectable()
export class RequestComplaintCompletion {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.completion-once`, `.reviewer-conflicted`, `.trade-secret`, `.wrong-state`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, body: CompletionRequestBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      requireMatch(actor, complaint);
      obey(await toldInDecision(work, complaint, { missing: body.missing }));
      const missing = { ...body.missing };
      const stop = { cause: 'completion' as const, reasons: missing, startsOn: civilDateOf(work.now), orderedAt: work.now };
      const changes = {
        completionsRequested: complaint.completionsRequested + 1,
        completion: { missing, requestedAt: work.now, completedAt: null },
      };
      const { clockStops } = complaint;
      const running = clockStops.some((one) => one.cause === 'completion' && one.endedOn === null);
      const stops = running ? clockStops : [...clockStops, nextStop(complaint, stop)];
      await advanceComplaint(work, complaint, {
        event: 'request-completion',
        party: 'reviewer',
        changes: { ...changes, clockStops: stops },
      });
      work.record({
        type: 'complaint.completion-requested',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { requestedAt: work.now },
        tell: [complaint.complainantId],
      });
      const calendar = await this.law.calendar(work);
      await watchReview(work, complaint, { tender, calendar });
      return presentComplaint(complaint, { track: trackOf(tender.category), calendar, ruling: null });
    });
  }
}
