import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { invalid, LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { civilDateOf, instantOf, microsOf } from '../rules/moment.js';
import { hearingIsAnnounced } from '../rules/parties-heard.js';
import { lockComplaint, requireReviewer } from './advance-complaint.js';
import type { PartyText } from './challenge.entity.js';
import type { Complaint } from './complaint.entity.js';
import { plain } from './file-challenge.js';
import { nextNumber } from './numbered.js';
import { presentHearing, type HearingAnswer } from './present-hearing.js';
import type { HearingBody } from './proceedings.dto.js';
import { ComplaintHearing } from './proceedings.entity.js';
import { openHearing, respondentsOf } from './proceedings.queries.js';

/** 听证: a reviewer calls the parties to a hearing, one at a time; nothing is decided before its minutes or cancellation. */
@Injectable()
export class CallHearing {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `calendar.year-missing`, `complaint.hearing-notice-short`, `.hearing-open`, `.reviewer-conflicted`, `.wrong-state`; Refusal 404, 412, 422, 428. */
  run(actor: Actor, id: string, body: HearingBody): Promise<HearingAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint } = await lockComplaint(work, id);
      await requireReviewer(work, actor, complaint);
      requireMatch(actor, complaint);
      const { state } = complaint;
      if (state !== 'accepted') throw new LawRefusal([breach('complaint.wrong-state', { state, event: 'call-hearing' })]);
      const open = await openHearing(work, id);
      if (open)
        throw new LawRefusal([breach('complaint.hearing-open', { number: open.number, heldOn: civilDateOf(open.heldAt) })]);
      if (body.place === undefined && body.link === undefined)
        throw invalid('#/place', { zh: '请写明地点或网址。', en: 'Say where: a place or a link.' });
      const invited = await invitedTo(work, complaint, body);
      obey(hearingIsAnnounced({ calledAt: work.now, heldAt: body.at, calendar: await this.law.calendar(work) }));
      const hearing = await work.insert(ComplaintHearing, {
        ...emptyRecord,
        ...(await calledFor(work, id, body)),
        invited,
        calledBy: actor.personId,
      });
      work.record({
        type: 'hearing.called',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: { number: hearing.number, heldAt: hearing.heldAt, languages: hearing.languages, invited: invited.length },
        tell: invited,
      });
      return presentHearing(hearing);
    });
  }
}

const emptyRecord = {
  attendance: null,
  minutes: null,
  noEnglishReason: null,
  recordedBy: null,
  recordedAt: null,
  cancellation: null,
  cancelledBy: null,
  cancelledAt: null,
};

async function calledFor(
  work: Work,
  complaintId: string,
  { at, place, link, languages }: HearingBody,
): Promise<Pick<ComplaintHearing, 'id' | 'complaintId' | 'number' | 'heldAt' | 'place' | 'link' | 'languages' | 'calledAt'>> {
  return {
    id: newId(),
    complaintId,
    number: await nextNumber(work, 'complaint_hearings', complaintId),
    heldAt: instantOf(microsOf(at) as bigint),
    place: plain<PartyText>(place),
    link: link ?? null,
    languages: [...languages],
    calledAt: work.now,
  };
}

/** Throws Refusal 422 for an organisation that is no party of the case. */
async function invitedTo(work: Work, complaint: Complaint, { invited }: HearingBody): Promise<string[]> {
  const parties = [complaint.complainantId, ...(await respondentsOf(work, complaint.id)).map((one) => one.organizationId)];
  const strange = (invited ?? []).findIndex((one) => !parties.includes(one));
  if (strange >= 0) throw invalid(`#/invited/${strange}`, { zh: '不是本案当事人。', en: 'This is no party of the case.' });
  return invited === undefined ? parties : [...invited];
}
