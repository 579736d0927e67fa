import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { invalid, LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { recordClosingEvent } from '../tenders/closing-events.js';
import { releaseLegalHolds } from '../tenders/legal-holds.js';
import { lockComplaint } from './advance-complaint.js';
import { requireSideOfDecided } from './case-side.js';
import type { ProceedingOutcomeBody } from './decision.dto.js';
import { numberOf, numbered } from './numbered.js';
import { OutsideProceeding } from './outside-proceeding.entity.js';
import { presentProceeding, type ProceedingAnswer } from './outside-proceedings.queries.js';

/** How it ended elsewhere. The record is free of its hold, and its fifteen years are counted from this day where that is later (art. 57). */
@Injectable()
export class EndProceeding {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `proceeding.already-ended`, `complaint.reviewer-conflicted`; Refusal 404, 412, 422 for a day before its filing or in the future, 428. */
  run(actor: Actor, complaintId: string, number: string, body: ProceedingOutcomeBody): Promise<ProceedingAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, complaintId);
      await requireSideOfDecided(work, actor, complaint);
      const id = await numbered(work, 'outside_proceedings', complaintId, numberOf(number));
      if (id === null) throw unknownResource();
      const proceeding = await work.lock(OutsideProceeding, id);
      requireMatch(actor, proceeding);
      if (proceeding.endedAt !== null) throw new LawRefusal([breach('proceeding.already-ended')]);
      const { result, endedOn, evidence } = body;
      if (endedOn < proceeding.filedOn || endedOn > civilDateOf(work.now))
        throw invalid('#/endedOn', {
          zh: '不得早于提起之日，也不得晚于今日。',
          en: 'Not before its filing and not after today.',
        });
      const outcome = { result, statement: { ...body.statement }, evidence: [...evidence] };
      const ended = { endedOn, endedBy: actor.personId, endedAt: work.now };
      await work.save(OutsideProceeding, proceeding, { outcome, ...ended });
      const reason = { zh: '程序已终结', en: 'The proceedings are over' };
      await releaseLegalHolds(work, { tenderId: tender.id, causeId: id, reason, releasedBy: actor.personId });
      await recordClosingEvent(work, { tenderId: tender.id, kind: proceeding.kind, subjectId: id, on: endedOn });
      work.record({
        type: 'proceeding.ended',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id: complaintId },
        payload: { number: proceeding.number, kind: proceeding.kind, result, endedOn },
        tell: [complaint.complainantId, complaint.procurerId, complaint.reviewBodyId],
      });
      return presentProceeding(proceeding);
    });
  }
}
