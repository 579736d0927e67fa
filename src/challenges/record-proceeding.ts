import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import type { Bilingual } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { placeLegalHold } from '../tenders/legal-holds.js';
import { lockComplaint } from './advance-complaint.js';
import { requireSideOfDecided } from './case-side.js';
import type { ProceedingBody } from './decision.dto.js';
import { nextNumber } from './numbered.js';
import { OutsideProceeding } from './outside-proceeding.entity.js';
import { presentProceeding, type ProceedingAnswer } from './outside-proceedings.queries.js';

/** A party or a reviewer puts on record that the decision is contested elsewhere. Until the outcome is on record too, nothing of the procurement is destroyed. */
@Injectable()
export class RecordProceeding {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `complaint.undecided`, `complaint.reviewer-conflicted`; Refusal 404, 422 for a day before the decision or in the future. */
  run(actor: Actor, complaintId: string, body: ProceedingBody): Promise<ProceedingAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, complaintId);
      await requireSideOfDecided(work, actor, complaint);
      const { kind, reference, filedOn, evidence } = body;
      const decidedAt = complaint.closedAt ?? work.now;
      if (filedOn < civilDateOf(decidedAt) || filedOn > civilDateOf(work.now))
        throw invalid('#/filedOn', {
          zh: '不得早于处理决定，也不得晚于今日。',
          en: 'Not before the decision and not after today.',
        });
      const proceeding = await work.insert(OutsideProceeding, {
        id: newId(),
        version: 1,
        complaintId,
        tenderId: tender.id,
        number: await nextNumber(work, 'outside_proceedings', complaintId),
        kind,
        authority: { ...body.authority },
        reference,
        filedOn,
        evidence: [...evidence],
        recordedBy: actor.personId,
        recordedFor: actor.organizationId as string,
        recordedAt: work.now,
        ...{ outcome: null, endedOn: null, endedBy: null, endedAt: null },
      });
      await placeLegalHold(work, {
        tenderId: tender.id,
        cause: { id: proceeding.id },
        reason: holdReasons[kind],
        authority: proceeding.authority,
        reference,
        placedBy: actor.personId,
      });
      work.record({
        type: 'proceeding.recorded',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id: complaintId },
        payload: { number: proceeding.number, kind, authority: proceeding.authority, reference, filedOn },
        tell: [complaint.complainantId, complaint.procurerId, complaint.reviewBodyId],
      });
      return presentProceeding(proceeding);
    });
  }
}

const holdReasons = {
  reconsideration: { zh: '对投诉处理决定申请行政复议', en: 'Reconsideration of the decision on a complaint' },
  litigation: { zh: '对投诉处理决定提起行政诉讼', en: 'Litigation against the decision on a complaint' },
} as const satisfies Record<OutsideProceeding['kind'], Bilingual>;
