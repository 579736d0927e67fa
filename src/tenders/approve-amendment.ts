import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { obey } from '../platform/refusal.js';
import { staleVersion, UnitOfWork } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import { approverIsNoAuthor } from '../rules/officers.js';
import { TenderAmendment } from './amendment.entity.js';
import { lockProposal } from './lock-proposal.js';
import { lockOwnTender } from './own-tender.js';
import { PlanAmendment, type AmendmentPlan } from './plan-amendment.js';
import type { TenderAnswer } from './present-tender.js';
import { publishAmendment } from './publish-amendment.js';

/**
 * A second person approves a proposed amendment (四眼原则), and with that it is published. Everything is asked again at this moment: the days
 * to the deadline count from here. What was proposed on an earlier version of the tender is outdated.
 */
@Injectable()
export class ApproveAmendment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly planning: PlanAmendment,
  ) {}

  /** Throws LawRefusal `tender.approver-is-author`, `tender.wrong-state` and what planning finds; Refusal 404, 412, 428. */
  run(actor: Actor, tenderId: string, id: string): Promise<TenderAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      const { amendment, isOutdated } = await lockProposal(work, actor, tender, id);
      if (isOutdated) throw staleVersion();
      const plan = await this.planning.run(work, tender, amendment.body);
      obey(approverIsAnother(actor, amendment, plan));
      const answer = await publishAmendment(work, tender, plan, amendment.body);
      const { noticeVersion } = answer;
      const approval = { approvedBy: actor.personId, approvedAt: work.now };
      await work.save(TenderAmendment, amendment, { state: 'published', noticeVersion, ...approval });
      work.record({
        type: 'amendment.approved',
        article: 51,
        tenderId,
        subject: { kind: 'amendment', id },
        payload: { noticeVersion, proposedBy: amendment.proposedBy, material: amendment.material },
      });
      return answer;
    });
  }
}

/** Neither who proposed it nor who uploaded what it publishes. */
function approverIsAnother(actor: Actor, amendment: TenderAmendment, plan: AmendmentPlan): Breaches {
  return approverIsNoAuthor(actor.personId, [amendment.proposedBy, ...plan.documents.map((one) => one.addedBy)]);
}
