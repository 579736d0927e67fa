import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { explanationDueOn, explanationIsInTime } from '../rules/parties-heard.js';
import { lockComplaint } from './advance-complaint.js';
import { respondentFor } from './case-parties.js';
import type { Complaint } from './complaint.entity.js';
import type { ExplanationBody } from './proceedings.dto.js';
import { ComplaintStatement, type ComplaintRespondent } from './proceedings.entity.js';
import { toldAt, toldOf } from './proceedings.queries.js';
import { toldInDecision } from './told-in-decision.js';
import { watchRejoinder } from './watch-complaint.js';
import { meetDeadline } from './watched-deadlines.js';

/** 94号令 art. 22: a respondent explains itself, once, and may until the decision. */
@Injectable()
export class ExplainComplaint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `complaint.already-explained`, `.trade-secret`, `.wrong-state`; Refusal 404 for whoever was not told of the complaint. */
  run(actor: Actor, id: string, body: ExplanationBody): Promise<ComplaintStatement> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      const respondent = await respondentFor(work, actor, complaint);
      if (!respondent) throw unknownResource();
      const { state } = complaint;
      if (state !== 'accepted') throw new LawRefusal([breach('complaint.wrong-state', { state, event: 'explain' })]);
      const told = await toldOf(work, respondent);
      const submittedAt = told.explainedAt;
      if (submittedAt !== null) throw new LawRefusal([breach('complaint.already-explained', { submittedAt })]);
      const calendar = await this.law.calendar(work);
      const dueOn = explanationDueOn({ toldAt: toldAt(told), calendar });
      const warnings = obey([
        ...explanationIsInTime({ dueOn, submittedAt: work.now }),
        ...(await tellsOthersSecrets(work, complaint, respondent, body)),
      ]);
      const statement = await work.insert(ComplaintStatement, {
        id: newId(),
        complaintId: id,
        kind: 'explanation',
        organizationId: respondent.organizationId,
        personId: actor.personId,
        text: { ...body.text },
        evidence: [...(body.evidence ?? [])],
        warnings,
        submittedAt: work.now,
      });
      await meetDeadline(work, { caseId: id, kind: 'complaint.explanation', owedBy: respondent.organizationId });
      await watchRejoinder(work, complaint, calendar);
      work.record({
        type: 'complaint.explained',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { statementId: statement.id, capacity: respondent.capacity, submittedAt: work.now, late: warnings.length > 0 },
        tell: [complaint.complainantId, complaint.reviewBodyId],
      });
      return statement;
    });
  }
}

/** The complainant reads it: what a supplier says of itself is its own to tell, what the procuring entity and its agency know of others is not. */
async function tellsOthersSecrets(
  work: Work,
  complaint: Complaint,
  { capacity }: ComplaintRespondent,
  body: ExplanationBody,
): Promise<Breaches> {
  if (capacity === 'supplier') return [];
  const evidence = Object.fromEntries((body.evidence ?? []).map((text, at) => [`evidence/${at}`, text]));
  return toldInDecision(work, complaint, { text: body.text, ...evidence });
}
