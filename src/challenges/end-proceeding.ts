import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { invalid, LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { retention } from '../rules/art-57-retention.js';
import { breach } from '../rules/breach.js';
import { civilDateOf, type CivilDate } from '../rules/moment.js';
import { Tender } from '../tenders/tender.entity.js';
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
      await keepLonger(work, tender, endedOn);
      work.record({
        type: 'proceeding.ended',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id: complaintId },
        payload: { number: proceeding.number, kind: proceeding.kind, result, endedOn, retainUntil: tender.retainUntil },
        tell: [complaint.complainantId, complaint.procurerId, complaint.reviewBodyId],
      });
      return presentProceeding(proceeding);
    });
  }
}

/** Never shorter. */
async function keepLonger(work: Work, tender: Tender, on: CivilDate): Promise<void> {
  if (tender.endedOn === null || tender.endedOn >= on) return;
  const { endedOn, retainUntil } = retention({ closingEvents: [{ type: 'proceedings', on }], legalHold: false });
  await work.save(Tender, tender, { endedOn, retainUntil });
}
