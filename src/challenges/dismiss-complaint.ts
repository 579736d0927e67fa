import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { advanceComplaint, endHolds, lockComplaint, requireReviewer } from './advance-complaint.js';
import type { DismissalBody } from './complaint.dto.js';
import { recusalsAreDecided } from './decide-reviewer-recusal.js';
import { flagComplainant } from './flag-complainant.js';
import { keepRuling, presentDecided, withheldOf } from './keep-ruling.js';
import type { ComplaintAnswer } from './present-complaint.js';
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

  /** Throws LawRefusal `complaint.decision-incomplete`, `.reviewer-conflicted`, `.recusal-undecided`, `.wrong-state`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, body: DismissalBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      requireMatch(actor, complaint);
      obey(await recusalsAreDecided(work, complaint));
      obey([...rulingHasReasons(body.reasons), ...(await toldInDecision(work, complaint, { reasons: body.reasons }))]);
      await advanceComplaint(work, complaint, { event: 'dismiss', party: 'reviewer', changes: {} });
      const { zh = '', en = '' } = body.reasons ?? {};
      const decided = { outcome: 'dismissed' as const, ground: body.ground, findings: [], reasons: { zh, en } };
      const ruled = { ...decided, decidedBy: actor.personId, decidedAt: work.now };
      await keepRuling(work, { tender, complaint, ruled, remedies: [], withheld: withheldOf(body) });
      await meetDeadline(work, { caseId: id, kind: 'complaint.admissibility' });
      await endHolds(work, complaint, actor.personId);
      await flagComplainant(work, complaint);
      return presentDecided(work, this.law, { tender, complaint });
    });
  }
}
