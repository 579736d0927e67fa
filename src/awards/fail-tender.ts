import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { failureIsFounded, priceIsWithinBudget, type BidsFound } from '../rules/failure.js';
import { parseMoney, type Fen } from '../rules/money.js';
import { failTender } from '../tenders/failures.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { textKeepsLanguages } from '../tenders/notice-languages.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import type { TenderAnswer } from '../tenders/present-tender.js';
import { requireTenderMatch, requireTenderState } from '../tenders/tender-life.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import type { FailureBody } from './failure.dto.js';
import { deciderHasNoConflict } from './make-award.js';

/**
 * 废标: the procuring entity declares that the procurement has failed, for a reason that is held against the bids (采购法 art. 36). An opening
 * without any bid does so itself. Who bid while the box is still sealed is told to nobody, so only the notice tells them then.
 */
@Injectable()
export class FailTender {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `tender.failure-unfounded`, `bid.still-sealed`, `tender.suspended`, `tender.wrong-state`; Refusal 404, 412, 428. */
  run(actor: Actor, tenderId: string, { reason, explanation }: FailureBody): Promise<TenderAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      await requireTenderMatch(work, actor, tender, work.now);
      await refuseIfSuspended(work, tenderId);
      requireTenderState(tender, 'fail', 'procurer', work.now);
      obey(await deciderHasNoConflict(work, actor, tenderId));
      const bids = tender.openedAt === null ? null : await openedBids(work, tenderId);
      const found = bids && bidsFound(bids, parseMoney(tender.budget));
      const stated = { ...explanation };
      obey([...failureIsFounded(reason, found), ...textKeepsLanguages(tender, 'explanation', stated)]);
      const tell = [tender.procurerId, ...(bids ?? []).map((one) => one.supplierId)];
      return failTender(work, tender, { reason, explanation: stated, bids: found, tell });
    });
  }
}

/** A bid over the budget is invalid whether or not the evaluation has said so yet. */
function bidsFound(bids: readonly EvaluatedBid[], budget: Fen | null): BidsFound {
  const isOver = (bid: EvaluatedBid) =>
    bid.price !== null && priceIsWithinBudget(parseMoney(bid.price) as Fen, budget).length > 0;
  return {
    opened: bids.length,
    valid: bids.filter((bid) => bid.state === 'opened' && !isOver(bid)).length,
    overBudget: bids.filter(isOver).length,
  };
}
