import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { trackOf } from '../rules/track.js';
import { advanceComplaint, endHolds, lockComplaint } from './advance-complaint.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';

/** The complainant takes its complaint back: the case ends and releases what it held. */
@Injectable()
export class WithdrawComplaint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.wrong-state` in a closed case; Refusal 404 for a stranger. */
  run(actor: Actor, id: string): Promise<ComplaintAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      if (actor.organizationId !== complaint.complainantId || !actor.roles.includes('supplier')) throw unknownResource();
      await advanceComplaint(work, complaint, { event: 'withdraw', party: 'supplier', changes: {} });
      await endHolds(work, complaint, actor.personId);
      work.record({
        type: 'complaint.withdrawn',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { withdrawnAt: work.now },
        tell: [complaint.reviewBodyId, complaint.procurerId],
      });
      return presentComplaint(complaint, {
        track: trackOf(tender.category),
        calendar: await this.law.calendar(work),
        ruling: null,
      });
    });
  }
}
