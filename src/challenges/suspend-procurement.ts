import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { invalid, LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { suspensionEndsOn, suspensionIsShortEnough } from '../rules/art-60-review.js';
import { breach } from '../rules/breach.js';
import { complaintMachine } from '../rules/complaint.machine.js';
import { civilDateOf } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import { placeHold, releaseHold } from '../tenders/holds.js';
import { lockComplaint, requireReviewer } from './advance-complaint.js';
import type { SuspensionBody } from './complaint.dto.js';
import { Complaint } from './complaint.entity.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import { watchSuspension } from './watch-complaint.js';

/**
 * 暂停采购活动 (采购法 art. 57): bars opening, evaluation, award and contract to its last day, 30 days at most from the first order in the case;
 * another order replaces it and gains no further days. It ends by the clock, or with the case.
 */
@Injectable()
export class SuspendProcurement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.suspension-too-long`, `.reviewer-conflicted`, `.wrong-state`; Refusal 404, 412, 422, 428. */
  run(actor: Actor, id: string, body: SuspensionBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      requireMatch(actor, complaint);
      if (complaintMachine.final.includes(complaint.state))
        throw new LawRefusal([breach('complaint.wrong-state', { state: complaint.state, event: 'suspend' })]);
      const today = civilDateOf(work.now);
      const orderedOn = complaint.suspendedOn ?? today;
      const cap = suspensionEndsOn({ orderedOn });
      const endsOn = body.endsOn ?? (cap.result as string);
      obey(suspensionIsShortEnough({ orderedOn, endsOn }));
      if (endsOn < today) throw invalid('#/endsOn', { zh: '不得早于今天。', en: 'May not lie in the past.' });
      const cause = { tenderId: tender.id, kind: 'suspension' as const, causeKind: 'complaint', causeId: id };
      await releaseHold(work, { ...cause, releasedBy: actor.personId });
      await placeHold(work, { ...cause, placedBy: actor.personId, endsOn });
      await work.save(Complaint, complaint, { suspendedOn: orderedOn, suspensionEndsOn: endsOn });
      await watchSuspension(work, complaint, endsOn);
      work.record({
        type: 'tender.suspended',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { orderedAt: work.now, endsOn, latestOn: cap.result, reasons: { zh: body.reasons.zh, en: body.reasons.en } },
        tell: [complaint.complainantId, complaint.procurerId],
      });
      return presentComplaint(complaint, {
        track: trackOf(tender.category),
        calendar: await this.law.calendar(work),
        ruling: null,
      });
    });
  }
}
