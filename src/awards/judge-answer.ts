import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { bidderHadItsTime, verdictOf } from '../rules/inquiries.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { lockTender, requireTenderState } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import { memberIsImpartial, requireSeat } from './committee-seat.js';
import { inquiryBidHead, presentInquiryBid, type InquiryBidAnswer } from './inquiries.queries.js';
import type { InquiryOpinionBody } from './inquiry.dto.js';
import { ConfirmedCorrection, InquiryBid, InquiryOpinion } from './inquiry.entity.js';

/**
 * 87号令 art. 61 (少数服从多数): each member says with reasons whether the bid stands after its bidder was heard; the majority of the panel decides. A
 * price that is abnormally low is refused only so.
 */
@Injectable()
export class JudgeAnswer {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `inquiry.not-over`, `inquiry.already-decided`, `inquiry.already-spoken`, and in a conflict of interest; Refusal 404. */
  run(actor: Actor, id: string, { accepts, reasons }: InquiryOpinionBody): Promise<InquiryBidAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const head = await inquiryBidHead(work, id);
      const tender = await lockTender(work, head.tenderId);
      await requireSeat(work, actor, tender);
      requireTenderState(tender, 'evaluate', 'evaluator', work.now);
      await refuseIfSuspended(work, tender.id);
      obey(await memberIsImpartial(work, actor, tender.id));
      const asked = await work.lock(InquiryBid, id);
      if (asked.decidedAt !== null) throw new LawRefusal([breach('inquiry.already-decided')]);
      obey(bidderHadItsTime({ answered: asked.answer !== null, dueAt: asked.dueAt }, work.now));
      await requireSilent(work, id, actor.personId);
      const opinion = {
        id: newId(),
        inquiryBidId: id,
        personId: actor.personId,
        accepts,
        reasons: { ...reasons },
        givenAt: work.now,
      };
      await work.insert(InquiryOpinion, opinion);
      const verdict = verdictOf({ size: tender.content.evaluators ?? 1, ...(await countOpinions(work, asked)) });
      if (verdict !== null) await decide(work, tender, asked, verdict);
      work.record({
        type: 'inquiry.judged',
        article: 56,
        tenderId: tender.id,
        subject: { kind: 'inquiry-bid', id },
        payload: { bidId: asked.bidId, class: asked.class, accepts, reasons: opinion.reasons, verdict },
        tell: verdict === null ? [] : [asked.supplierId],
      });
      return presentInquiryBid(asked);
    });
  }
}

async function requireSilent(work: Work, id: string, personId: string): Promise<void> {
  const spoken = await work.query('SELECT 1 FROM inquiry_opinions WHERE inquiry_bid_id = $1 AND person_id = $2', [id, personId]);
  if (spoken.length > 0) throw new LawRefusal([breach('inquiry.already-spoken')]);
}

/** Of the members who still sit. */
async function countOpinions(work: Work, { id, tenderId, round }: InquiryBid): Promise<{ accepting: number; refusing: number }> {
  const rows = await work.query<{ accepting: number; refusing: number }>(
    `SELECT count(*) FILTER (WHERE accepts)::int AS accepting, count(*) FILTER (WHERE NOT accepts)::int AS refusing
       FROM inquiry_opinions said WHERE inquiry_bid_id = $1
        AND NOT EXISTS (SELECT FROM committee_members gone WHERE gone.tender_id = $2 AND gone.round = $3
                           AND gone.person_id = said.person_id AND gone.state = 'left')`,
    [id, tenderId, round],
  );
  return rows[0] ?? { accepting: 0, refusing: 0 };
}

/** A price that the bidder confirmed is the bid's from now on. */
async function decide(work: Work, tender: Tender, asked: InquiryBid, verdict: 'accepted' | 'refused'): Promise<void> {
  await work.save(InquiryBid, asked, { state: verdict, decidedAt: work.now });
  const { finding, answer, bidId } = asked;
  if (verdict !== 'accepted' || answer?.confirmsPrice !== true || !finding?.corrected || !finding.ground) return;
  const bid = (await openedBids(work, tender.id)).find((one) => one.id === bidId) as EvaluatedBid;
  await work.insert(ConfirmedCorrection, {
    bidId,
    inquiryBidId: asked.id,
    readOut: bid.price as string,
    corrected: finding.corrected,
    ground: finding.ground,
    correctedAt: work.now,
  });
}
