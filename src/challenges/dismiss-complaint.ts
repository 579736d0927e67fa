import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { trackOf } from '../rules/track.js';
import { advanceComplaint, endHolds, lockComplaint, requireReviewer } from './advance-complaint.js';
import type { DismissalBody } from './complaint.dto.js';
import { ComplaintRuling } from './complaint.entity.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import { rulingHasReasons } from './ruling-rules.js';
import { toldInDecision } from './told-in-decision.js';
import { meetDeadline } from './watched-deadlines.js';

/** 不予受理 or 驳回: the case ends without a decision on its matters; what it held is released. */
@Injectable()
export class DismissComplaint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.decision-incomplete`, `.reviewer-conflicted`, `.wrong-state`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, body: DismissalBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      requireMatch(actor, complaint);
      obey([...rulingHasReasons(body.reasons), ...(await toldInDecision(work, complaint, { reasons: body.reasons }))]);
      await advanceComplaint(work, complaint, { event: 'dismiss', party: 'reviewer', changes: {} });
      const { zh = '', en = '' } = body.reasons ?? {};
      const ruling = await work.insert(ComplaintRuling, {
        complaintId: id,
        outcome: 'dismissed',
        ground: body.ground,
        findings: [],
        remedy: 'none',
        lotIds: null,
        reasons: { zh, en },
        decidedBy: actor.personId,
        decidedAt: work.now,
      });
      await meetDeadline(work, { caseId: id, kind: 'complaint.admissibility' });
      await endHolds(work, complaint, actor.personId);
      work.record({
        type: 'complaint.dismissed',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { ground: body.ground, decidedAt: work.now },
        tell: [complaint.complainantId, complaint.procurerId],
      });
      const { complaintId: _, ...shown } = ruling;
      return presentComplaint(complaint, {
        track: trackOf(tender.category),
        calendar: await this.law.calendar(work),
        ruling: shown,
      });
    });
  }
}
