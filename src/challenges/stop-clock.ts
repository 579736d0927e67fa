import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { invalid, LawRefusal } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { complaintMachine } from '../rules/complaint.machine.js';
import type { StopCause } from '../rules/decision-clock.js';
import { civilDateOf, type CivilDate } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import { lockComplaint, requireReviewer } from './advance-complaint.js';
import type { PartyText } from './challenge.entity.js';
import { Complaint, type OrderedStop } from './complaint.entity.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import type { ClockStopBody } from './proceedings.dto.js';
import { watchDecision } from './watch-complaint.js';

/** 实施条例 art. 58: an inspection, test, appraisal, expert review or completion stops the time to decide; nothing else does. */
@Injectable()
export class StopClock {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.clock-already-stopped`, `.reviewer-conflicted`, `.wrong-state`; Refusal 404, 412, 422 for a day in the past, 428. */
  run(actor: Actor, id: string, body: ClockStopBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      requireMatch(actor, complaint);
      const { state } = complaint;
      if (complaintMachine.final.includes(state))
        throw new LawRefusal([breach('complaint.wrong-state', { state, event: 'stop' })]);
      const today = civilDateOf(work.now);
      const startsOn = body.startsOn ?? today;
      if (startsOn < today) throw invalid('#/startsOn', { zh: '不得早于今天。', en: 'May not lie in the past.' });
      const stop = nextStop(complaint, { cause: body.cause, reasons: { ...body.reasons }, startsOn, orderedAt: work.now });
      await work.save(Complaint, complaint, { clockStops: [...complaint.clockStops, stop] });
      const calendar = await this.law.calendar(work);
      await watchDecision(work, complaint, { tender, calendar });
      const answer = presentComplaint(complaint, { track: trackOf(tender.category), calendar, ruling: null });
      work.record({
        type: 'complaint.clock-stopped',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { number: stop.number, cause: stop.cause, startsOn, orderedAt: work.now },
        tell: [complaint.complainantId, complaint.procurerId],
      });
      return answer;
    });
  }
}

/** The stop under the next number of the case. Throws LawRefusal `complaint.clock-already-stopped` where the same cause still runs. */
export function nextStop(
  complaint: Complaint,
  stop: { cause: StopCause; reasons: PartyText; startsOn: CivilDate; orderedAt: OrderedStop['orderedAt'] },
): OrderedStop {
  const { clockStops } = complaint;
  if (clockStops.some((one) => one.cause === stop.cause && one.endedOn === null))
    throw new LawRefusal([breach('complaint.clock-already-stopped', { cause: stop.cause })]);
  return { number: clockStops.length + 1, ...stop, endedOn: null };
}
