import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { reviewIsInTime } from '../rules/single-source-procedure.js';
import { publishNotice } from './notices.js';
import { textKeepsLanguages } from './notice-languages.js';
import { Objection } from './objection.entity.js';
import { lockOwnTenderToAnswer } from './own-tender.js';
import type { ObjectionReviewBody } from './single-source.dto.js';
import { announcedSource, presentObjection, type ObjectionAnswer } from './single-source.queries.js';
import type { Tender, Text } from './tender.entity.js';

/**
 * The supplementary review (补充论证) of one objection: upheld, the source falls and nothing is awarded any more; rejected, its reasons are
 * published. Either way the objector is told.
 */
@Injectable()
export class ReviewObjection {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `single-source.objection-reviewed`, `notice.english-incomplete`; Refusal 404, 412, 428. */
  run(actor: Actor, tenderId: string, objectionId: string, body: ObjectionReviewBody): Promise<ObjectionAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTenderToAnswer(work, actor, tenderId);
      if ((await announcedSource(work, tenderId)) === null) throw unknownResource();
      const objection = await work.lock(Objection, objectionId);
      if (objection.tenderId !== tenderId) throw unknownResource();
      requireMatch(actor, objection);
      if (objection.state !== 'open')
        throw new LawRefusal([breach('single-source.objection-reviewed', { state: objection.state })]);
      const reasons = { ...body.reasons };
      const warnings = obey([
        ...textKeepsLanguages(tender, 'reasons', reasons),
        ...reviewIsInTime(work.now, objection.reviewDue),
      ]);
      await work.save(Objection, objection, {
        state: body.outcome,
        review: { reasons },
        warnings,
        reviewedBy: actor.personId,
        reviewedAt: work.now,
      });
      await publishReview(work, tender, objection, { reasons, warnings });
      return presentObjection(objection, true);
    });
  }
}

/** Without the objector's name: who objects to a procuring entity need not be known to everybody. */
async function publishReview(
  work: Work,
  tender: Tender,
  objection: Objection,
  { reasons, warnings }: { reasons: Text; warnings: Breaches },
): Promise<void> {
  const { title, referenceNumber } = tender;
  const review = { objectionId: objection.id, objection: objection.reasons, outcome: objection.state, reasons };
  const content = { title, referenceNumber, review, reviewedAt: work.now, warnings };
  const notice = await publishNotice(work, { tenderId: tender.id, kind: 'single-source', content });
  work.record({
    type: 'single-source.objection-reviewed',
    article: 48,
    tenderId: tender.id,
    subject: { kind: 'objection', id: objection.id },
    payload: {
      outcome: objection.state,
      reasons,
      reviewDueOn: objection.reviewDueOn,
      noticeVersion: notice.version,
      warnings: warnings.map((one) => one.rule),
    },
    tell: [tender.procurerId, objection.supplierId],
  });
}
