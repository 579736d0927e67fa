import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { isFoundByReviewer, remedyLabel } from '../rules/ordered-remedies.js';
import { endRemedy } from '../tenders/remedies.js';
import { OrderedRemedy } from '../tenders/remedy.entity.js';
import { lockComplaint, requireReviewer } from './advance-complaint.js';
import type { ReasonsBody } from './decision.dto.js';
import { numberOf, numbered } from './numbered.js';
import type { RemedyAnswer } from './present-complaint.js';
import { toldInDecision } from './told-in-decision.js';

/** A reviewer finds that what was ordered is done, where no act of the platform shows it; what it held is free. */
@Injectable()
export class CompleteRemedy {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `remedy.shown-by-act`, `remedy.wrong-state`, `complaint.reviewer-conflicted`, `complaint.trade-secret`; Refusal 404, 412, 428. */
  run(actor: Actor, complaintId: string, number: string, { reasons }: ReasonsBody): Promise<RemedyAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { complaint } = await lockComplaint(work, complaintId);
      await requireReviewer(work, actor, complaint);
      const id = await numbered(work, 'ordered_remedies', complaintId, numberOf(number));
      if (id === null) throw unknownResource();
      const remedy = await work.lock(OrderedRemedy, id);
      requireMatch(actor, remedy);
      const { kind, state } = remedy;
      if (!isFoundByReviewer(kind)) throw new LawRefusal([breach('remedy.shown-by-act', { kind, remedy: remedyLabel(kind) })]);
      if (state === 'done') throw new LawRefusal([breach('remedy.wrong-state', { state, event: 'complete' })]);
      const told = { zh: reasons.zh, en: reasons.en };
      obey(await toldInDecision(work, complaint, { reasons: told }));
      await endRemedy(work, remedy, { kind: 'reviewer', id: actor.personId, reasons: told }, actor.personId);
      const { version, lotIds, orderedAt, dueOn, due, doneAt, doneBy } = remedy;
      return { number: remedy.number, version, kind, lotIds, state: remedy.state, orderedAt, dueOn, due, doneAt, doneBy };
    });
  }
}
