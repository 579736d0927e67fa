import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { honourMatch } from '../platform/etag.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { answerIsInTime, answerKeepsTheOffer } from '../rules/inquiries.js';
import { lockTender } from '../tenders/tender-life.js';
import type { InquiryAnswerBody } from './inquiry.dto.js';
import { InquiryBid } from './inquiry.entity.js';
import { inquiryBidHead, presentInquiryBid, type InquiryBidAnswer } from './inquiries.queries.js';

/** 87号令 art. 51: the bidder answers once, in writing, without changing its price or the substance of its bid. A late answer is recorded. */
@Injectable()
export class AnswerInquiry {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `inquiry.answer-late`, `inquiry.already-answered`, `inquiry.confirmation-missing`; Refusal 404 for another bidder's. */
  run(actor: Actor, id: string, body: InquiryAnswerBody): Promise<InquiryBidAnswer> {
    const attempt = { type: 'inquiry.answer-refused', article: 56, tenderId: null, subject: { kind: 'inquiry-bid', id } };
    return recordingRefusals(this.unitOfWork, actor, attempt, () =>
      this.unitOfWork.run(actor, async (work) => {
        const head = await inquiryBidHead(work, id);
        if (head.supplierId !== actor.organizationId) throw unknownResource();
        await lockTender(work, head.tenderId);
        const asked = await work.lock(InquiryBid, id);
        honourMatch(actor, asked);
        if (asked.state !== 'asked') throw new LawRefusal([breach('inquiry.already-answered')]);
        const confirmsPrice = body.confirmsPrice ?? null;
        obey([...answerIsInTime(asked, work.now), ...answerKeepsTheOffer({ class: asked.class, confirms: confirmsPrice })]);
        const answer = { text: { ...body.text }, confirmsPrice, evidence: [...(body.evidence ?? [])] };
        await work.save(InquiryBid, asked, { state: 'answered', answer, answeredBy: actor.personId, answeredAt: work.now });
        work.record({
          type: 'inquiry.answered',
          article: 56,
          tenderId: asked.tenderId,
          subject: { kind: 'inquiry-bid', id },
          payload: { inquiryId: asked.inquiryId, bidId: asked.bidId, supplierId: asked.supplierId, answeredAt: work.now },
          tell: [asked.procurerId],
        });
        return presentInquiryBid(asked);
      }),
    );
  }
}
