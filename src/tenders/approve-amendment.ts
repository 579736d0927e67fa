import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { staleVersion, UnitOfWork } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { TenderAmendment } from './amendment.entity.js';
import { presentProposal } from './amendments.queries.js';
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
      const amendment = await work.lock(TenderAmendment, id);
      if (amendment.tenderId !== tenderId) throw unknownResource();
      const shown = presentProposal(amendment, tender.version);
      requireMatch(actor, shown);
      if (shown.state === 'published')
        throw new LawRefusal([breach('tender.wrong-state', { state: shown.state, event: 'approve-amendment' })]);
      if (shown.state === 'outdated') throw staleVersion();
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
  const authors = [amendment.proposedBy, ...plan.documents.map((one) => one.addedBy)];
  return authors.includes(actor.personId) ? [breach('tender.approver-is-author', { approver: actor.personId })] : [];
}
