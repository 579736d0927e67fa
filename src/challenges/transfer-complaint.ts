import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { trackOf } from '../rules/track.js';
import { placeHold, releaseHold } from '../tenders/holds.js';
import { advanceComplaint, lockComplaint, requireReviewer } from './advance-complaint.js';
import { reviewBodies } from './challenges.queries.js';
import { Complaint } from './complaint.entity.js';
import { drawReviewer } from './draw-reviewer.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import type { TransferBody } from './proceedings.dto.js';
import { reviewBodyIsIndependent } from './review-body-independence.js';
import { toldInDecision } from './told-in-decision.js';
import { watchReview } from './watch-complaint.js';
import { dropDeadlines } from './watched-deadlines.js';

/**
 * 移送: another authority has to review the complaint, which goes on there as a case of its own, received when the first one received it. What it holds
 * goes over in the same transaction, the new hold before the old one falls, so that nothing can be signed between.
 */
@Injectable()
export class TransferComplaint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.reviewer-not-independent`, `.reviewer-conflicted`, `.trade-secret`, `.wrong-state`; Refusal 404, 412, 422 for no other verified review body, 428. */
  run(actor: Actor, id: string, body: TransferBody): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      requireMatch(actor, complaint);
      const { reviewBodyId } = body;
      if (reviewBodyId === complaint.reviewBodyId || !(await reviewBodies(work)).includes(reviewBodyId))
        throw invalid('#/reviewBodyId', { zh: '不是另一经核验的审查主管机关。', en: 'This is no other verified review body.' });
      obey([
        ...(await reviewBodyIsIndependent(work, reviewBodyId, complaint)),
        ...(await toldInDecision(work, complaint, { reasons: body.reasons })),
      ]);
      const before = { ...complaint };
      const transferredTo = newId();
      await advanceComplaint(work, complaint, { event: 'transfer', party: 'reviewer', changes: { transferredTo } });
      const opened = await work.insert(Complaint, {
        ...before,
        id: transferredTo,
        version: 1,
        reviewBodyId,
        reviewerId: null,
        transferredFrom: id,
        transferredAt: work.now,
      });
      await handOver(work, complaint, opened, actor.personId);
      await drawReviewer(work, opened, 'transfer', actor);
      const calendar = await this.law.calendar(work);
      await dropDeadlines(work, id);
      await watchReview(work, opened, { tender, calendar });
      recordTransfer(work, complaint, opened, body);
      return presentComplaint(complaint, { track: trackOf(tender.category), calendar, ruling: null });
    });
  }
}

/** Every hold of the case that stands, to its own last day and on its own lots; and whoever withdrew from the case stays withdrawn. */
async function handOver(work: Work, from: Complaint, to: Complaint, by: string): Promise<void> {
  const { tenderId } = from;
  const holds = await work.query<{ kind: 'contract' | 'suspension'; endsOn: string | null; lotIds: string[] | null }>(
    `SELECT kind, ends_on AS "endsOn", lot_ids AS "lotIds" FROM procedure_holds
      WHERE tender_id = $1 AND cause_kind = 'complaint' AND cause_id = $2 AND released_at IS NULL ORDER BY id`,
    [tenderId, from.id],
  );
  for (const { kind, endsOn, lotIds } of holds)
    await placeHold(work, { tenderId, kind, causeKind: 'complaint', causeId: to.id, placedBy: by, endsOn, lotIds });
  for (const kind of ['contract', 'suspension'] as const)
    await releaseHold(work, { tenderId, kind, causeKind: 'complaint', causeId: from.id, releasedBy: by });
  await work.query(
    `INSERT INTO reviewer_recusals (complaint_id, person_id, reason, recused_at)
     SELECT $2, person_id, reason, recused_at FROM reviewer_recusals WHERE complaint_id = $1`,
    [from.id, to.id],
  );
}

function recordTransfer(work: Work, from: Complaint, to: Complaint, { reasons }: TransferBody): void {
  const { tenderId } = from;
  work.record({
    type: 'complaint.transferred',
    article: 60,
    tenderId,
    subject: { kind: 'complaint', id: from.id },
    payload: {
      transferredTo: to.id,
      reviewBodyId: to.reviewBodyId,
      transferredAt: work.now,
      reasons: { zh: reasons.zh, en: reasons.en },
    },
    tell: [from.complainantId, from.procurerId],
  });
  work.record({
    type: 'complaint.filed',
    article: 60,
    tenderId,
    subject: { kind: 'complaint', id: to.id },
    payload: {
      challengeId: to.challengeId,
      reviewBodyId: to.reviewBodyId,
      matters: to.matters.length,
      receivedAt: to.receivedAt,
      lastDay: to.lastDay,
      provisional: to.provisional,
      transferredFrom: from.id,
      transferredAt: work.now,
    },
    tell: [to.reviewBodyId],
  });
}
