import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { changeNeedsApproval } from '../rules/amendments.js';
import { breach } from '../rules/breach.js';
import { TenderAmendment } from './amendment.entity.js';
import type { AmendmentBody } from './amendment.dto.js';
import { lockOwnTender } from './own-tender.js';
import { PlanAmendment } from './plan-amendment.js';
import type { TenderAnswer } from './present-tender.js';
import { publishAmendment } from './publish-amendment.js';
import { requireTenderMatch } from './tender-life.js';

/**
 * Amends the wording of a published tender at once. What is material, or says what is bought, is proposed instead, and published by a second
 * person's approval.
 */
@Injectable()
export class AmendContent {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly planning: PlanAmendment,
  ) {}

  /** Throws LawRefusal `tender.amendment-needs-approval` and what planning finds; Refusal 404, 412, 422, 428. */
  run(actor: Actor, id: string, body: AmendmentBody): Promise<TenderAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, id);
      await requireTenderMatch(work, actor, tender, work.now);
      const plan = await this.planning.run(work, tender, body);
      const unread = plan.changes.filter((one) => one.material || changeNeedsApproval(one.field)).map((one) => one.field);
      if (plan.material || unread.length > 0) throw needsApproval(unread);
      const baseVersion = tender.version;
      const answer = await publishAmendment(work, tender, plan, body);
      await work.insert(TenderAmendment, {
        id: newId(),
        version: 1,
        tenderId: id,
        baseVersion,
        state: 'published',
        body,
        changes: plan.changes,
        material: false,
        proposedBy: actor.personId,
        proposedAt: work.now,
        approvedBy: null,
        approvedAt: null,
        noticeVersion: answer.noticeVersion,
        rejection: null,
        rejectedBy: null,
        rejectedAt: null,
      });
      return answer;
    });
  }
}

function needsApproval(fields: readonly string[]): LawRefusal {
  return new LawRefusal([breach('tender.amendment-needs-approval', { fields }, { pointer: '#/changes' })]);
}
