import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { answerTimeIsEnough, sameOpportunityForAll } from '../rules/inquiries.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { lockTender, requireTenderState } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import { memberIsImpartial, requireSeat } from './committee-seat.js';
import { currentRound } from './evaluation-round.js';
import type { InquiryBody } from './inquiry.dto.js';
import { Inquiry, InquiryBid, type InquiryFinding } from './inquiry.entity.js';
import type { InquiryAnswer } from './inquiries.queries.js';
import { pricesAreOpen } from './qualification.queries.js';
import { contradictoryPrices, lowPrices } from './stated-prices.js';

/**
 * 87号令 arts. 51, 60, 财库〔2026〕2号: a member of the committee asks bidders about formal defects or an abnormally low price, in writing, all whose
 * bids show the same defect at once and until the same instant.
 */
@Injectable()
export class AskBidders {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `inquiry.bids-left-out`, `inquiry.class-already-asked`, for too short a time and in a conflict of interest; Refusal 404, 422. */
  run(actor: Actor, tenderId: string, body: InquiryBody): Promise<InquiryAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockTender(work, tenderId);
      await requireSeat(work, actor, tender);
      requireTenderState(tender, 'evaluate', 'evaluator', work.now);
      await refuseIfSuspended(work, tenderId);
      obey(await memberIsImpartial(work, actor, tenderId));
      const round = await currentRound(work, tenderId);
      const standing = (await openedBids(work, tenderId)).filter((one) => one.state === 'opened');
      const bids = body.bids.map((id, index) => bidOf(standing, id.toLowerCase(), index));
      if (body.class === 'low-price') obey(pricesAreOpen(standing));
      const found = findingsOf(tender, standing, body, work.now);
      const alreadyAsked = await wasAsked(work, { tenderId, round, ...body });
      const bidIds = bids.map((one) => one.id);
      obey([
        ...sameOpportunityForAll({ class: body.class, bidIds, showing: [...found.keys()], alreadyAsked }),
        ...answerTimeIsEnough({ class: body.class, askedAt: work.now, dueAt: body.dueAt }),
      ]);
      const { class: kind, dueAt } = body;
      const asked = { id: newId(), tenderId, round, class: kind, question: { ...body.question }, dueAt };
      const inquiry = await work.insert(Inquiry, { ...asked, askedBy: actor.personId, askedAt: work.now });
      const rows = [];
      for (const bid of bids) rows.push(await work.insert(InquiryBid, askedBid(tender, inquiry, bid, found.get(bid.id) ?? null)));
      work.record({
        type: 'inquiry.asked',
        article: 56,
        tenderId,
        subject: { kind: 'inquiry', id: inquiry.id },
        payload: { round, class: kind, bids: bidIds, question: inquiry.question, dueAt },
        tell: bids.map((one) => one.supplierId),
      });
      return { ...inquiry, bids: rows.map((one) => ({ ...one, opinions: [] })) };
    });
  }
}

/** Refusal 422 for a bid that does not stand. */
function bidOf(standing: readonly EvaluatedBid[], id: string, index: number): EvaluatedBid {
  const bid = standing.find((one) => one.id === id);
  if (bid) return bid;
  throw invalid(`#/bids/${index}`, { zh: '该投标不在评审之列。', en: 'This bid is not to be evaluated.' });
}

/** What the platform computes for a class; nothing for a defect that only people see. Refusal 422 for `arithmetic` of a bid without one. */
function findingsOf(tender: Tender, bids: readonly EvaluatedBid[], body: InquiryBody, now: string): Map<string, InquiryFinding> {
  if (body.class === 'low-price') return lowPrices(tender, bids, now);
  if (body.class !== 'arithmetic') return new Map();
  const found = contradictoryPrices(tender, bids);
  const consistent = body.bids.findIndex((id) => !found.has(id.toLowerCase()));
  if (consistent >= 0)
    throw invalid(`#/bids/${consistent}`, { zh: '该投标的报价前后一致。', en: 'This price does not contradict itself.' });
  return found;
}

async function wasAsked(work: Work, of: Pick<Inquiry, 'tenderId' | 'round' | 'class'>): Promise<boolean> {
  const { tenderId, round } = of;
  const rows = await work.query('SELECT 1 FROM inquiries WHERE tender_id = $1 AND round = $2 AND class = $3', [
    tenderId,
    round,
    of.class,
  ]);
  return rows.length > 0;
}

function askedBid(tender: Tender, inquiry: Inquiry, bid: EvaluatedBid, finding: InquiryFinding | null): InquiryBid {
  const { id: inquiryId, tenderId, round, class: kind, dueAt } = inquiry;
  const open = { state: 'asked' as const, answer: null, answeredBy: null, answeredAt: null, decidedAt: null };
  const of = {
    inquiryId,
    tenderId,
    procurerId: tender.procurerId,
    round,
    class: kind,
    bidId: bid.id,
    supplierId: bid.supplierId,
  };
  return { id: newId(), version: 1, ...of, finding, dueAt, ...open };
}
