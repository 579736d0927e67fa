import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { complaintMachine } from '../rules/complaint.machine.js';
import { civilDateOf, type CivilDate } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import { lockComplaint, requireReviewer } from './advance-complaint.js';
import { Complaint, type OrderedStop } from './complaint.entity.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import { watchDecision } from './watch-complaint.js';

/** The time to decide goes on from today; a stop that had not begun by then never was. A completion that was asked for ends with what completes. */
@Injectable()
export class EndClockStop {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.clock-running` where it has ended, `.reviewer-conflicted`, `.wrong-state`; Refusal 404 for a stranger or no such stop, 412, 428. */
  run(actor: Actor, id: string, number: string): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      const stop = complaint.clockStops.find((one) => String(one.number) === number);
      if (!stop) throw unknownResource();
      requireMatch(actor, complaint);
      const { state } = complaint;
      if (stop.endedOn !== null) throw new LawRefusal([breach('complaint.clock-running', { endedOn: stop.endedOn })]);
      if (complaintMachine.final.includes(state) || (state === 'completing' && stop.cause === 'completion'))
        throw new LawRefusal([breach('complaint.wrong-state', { state, event: 'end-stop' })]);
      const endedOn = civilDateOf(work.now);
      await work.save(Complaint, complaint, { clockStops: ended(complaint.clockStops, stop, endedOn) });
      const calendar = await this.law.calendar(work);
      await watchDecision(work, complaint, { tender, calendar });
      const answer = presentComplaint(complaint, { track: trackOf(tender.category), calendar, ruling: null });
      work.record({
        type: 'complaint.clock-resumed',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { number: stop.number, cause: stop.cause, endedOn, decisionDueOn: answer.decisionDueOn },
        tell: [complaint.complainantId, complaint.procurerId],
      });
      return answer;
    });
  }
}

/** The stops with this one ended. */
export function ended(stops: readonly OrderedStop[], stop: OrderedStop, endedOn: CivilDate): OrderedStop[] {
  return stops.map((one) => (one.number === stop.number ? { ...one, endedOn } : one));
}
