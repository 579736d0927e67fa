import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { assistantHasNoTie } from '../rules/case-reviewer.js';
import { isBefore } from '../rules/moment.js';
import { reviewerTies } from '../tenders/reviewer-ties.js';
import { lockComplaint, requireReviewer } from './advance-complaint.js';
import type { AssistantBody } from './case-file.dto.js';
import { CaseAssistant } from './case-file.entity.js';
import { assistantOf, fileOf } from './case-file.queries.js';
import type { Complaint } from './complaint.entity.js';

/** The reviewer lets in who translates or advises, to some items and for some time; free of the ties that bar a reviewer. */
@Injectable()
export class LetInAssistant {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `complaint.assistant-tied`, `complaint.assistant-present`, and as `requireReviewer` does; Refusal 404, 422. */
  run(actor: Actor, id: string, body: AssistantBody): Promise<CaseAssistant> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      const personId = body.personId.toLowerCase();
      await requirePerson(work, personId);
      await requireItems(work, complaint, body.items);
      if (!isBefore(work.now, body.until)) throw invalid('#/until', { zh: '须晚于现在。', en: 'Must be later than now.' });
      const reviews = complaint.reviewerId === personId;
      obey(assistantHasNoTie({ ...(await reviewerTies(work, personId, complaint)), reviews }));
      if ((await assistantOf(work, id, personId)) !== null) throw new LawRefusal([breach('complaint.assistant-present')]);
      const assistant = await work.insert(CaseAssistant, {
        id: newId(),
        version: 1,
        complaintId: id,
        personId,
        capacity: body.capacity,
        items: [...body.items],
        until: body.until,
        letInBy: actor.personId,
        letInAt: work.now,
        conflict: null,
        declaredAt: null,
        endedAt: null,
      });
      work.record({
        type: 'assistant.let-in',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'case-assistant', id: assistant.id },
        payload: { complaintId: id, personId, capacity: body.capacity, items: assistant.items, until: body.until },
        tell: [complaint.complainantId, complaint.procurerId],
        tellPeople: [personId],
      });
      return assistant;
    });
  }
}

async function requirePerson(work: Work, personId: string): Promise<void> {
  if ((await work.query('SELECT 1 FROM people WHERE id = $1', [personId])).length === 0)
    throw invalid('#/personId', { zh: '平台尚未登记此人。', en: 'The platform does not know this person.' });
}

async function requireItems(work: Work, complaint: Complaint, items: readonly string[]): Promise<void> {
  const known = (await fileOf(work, complaint)).map((one) => one.ref);
  const strange = items.findIndex((one) => !known.includes(one));
  if (strange >= 0) throw invalid(`#/items/${strange}`, { zh: '案卷中没有该材料。', en: 'The file has no such item.' });
}
