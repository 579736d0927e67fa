import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, LawRefusal, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { lockComplaint } from './advance-complaint.js';
import { sideOfComplaint } from './case-parties.js';
import type { PartyText } from './challenge.entity.js';
import { plain } from './file-challenge.js';
import type { RejoinderBody } from './proceedings.dto.js';
import { ComplaintStatement } from './proceedings.entity.js';
import { lastExplanationIn } from './proceedings.queries.js';
import { meetDeadline } from './watched-deadlines.js';

/** CPTPP art. 15.19.5(c): the complainant replies to what the respondents explained, or waives it; an explanation that comes later may be replied to again. */
@Injectable()
export class AnswerExplanations {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `complaint.nothing-to-answer`, `.wrong-state`; Refusal 404 for a stranger, 422 for neither a text nor a waiver, or both. */
  run(actor: Actor, id: string, body: RejoinderBody): Promise<ComplaintStatement> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      if (sideOfComplaint(actor, complaint) !== 'supplier') throw unknownResource();
      const waived = body.waived === true;
      if (waived === (body.text !== undefined) || (waived && body.evidence !== undefined))
        throw invalid('#/text', { zh: '请答复，或声明放弃答复。', en: 'Reply, or waive the reply.' });
      const { state } = complaint;
      if (state !== 'accepted') throw new LawRefusal([breach('complaint.wrong-state', { state, event: 'reply' })]);
      if ((await lastExplanationIn(work, complaint)) === null) throw new LawRefusal([breach('complaint.nothing-to-answer')]);
      const statement = await work.insert(ComplaintStatement, {
        id: newId(),
        complaintId: id,
        kind: waived ? 'waiver' : 'rejoinder',
        organizationId: complaint.complainantId,
        personId: actor.personId,
        text: plain<PartyText>(body.text),
        evidence: [...(body.evidence ?? [])],
        warnings: [],
        submittedAt: work.now,
      });
      await meetDeadline(work, { caseId: id, kind: 'complaint.rejoinder' });
      work.record({
        type: waived ? 'complaint.reply-waived' : 'complaint.replied',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { statementId: statement.id, submittedAt: work.now },
        tell: [complaint.procurerId, complaint.reviewBodyId],
      });
      return statement;
    });
  }
}
