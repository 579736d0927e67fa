import { obey } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { civilDateOf } from '../rules/moment.js';
import { partiesAreHeard } from '../rules/parties-heard.js';
import type { Complaint } from './complaint.entity.js';
import { lastExplanationIn, openHearing, respondentsOf, toldAt } from './proceedings.queries.js';

/** CPTPP art. 15.19.5(c): throws LawRefusal `complaint.not-heard`, `complaint.hearing-open`. Asked of a case that is accepted; in others the machine answers. */
export async function requireHeard(work: Work, complaint: Complaint, calendar: Calendar): Promise<void> {
  if (complaint.state !== 'accepted') return;
  const respondents = (await respondentsOf(work, complaint.id)).map((one) => ({
    name: one.name,
    toldAt: toldAt(one),
    explained: one.explainedAt !== null,
  }));
  const last = await lastExplanationIn(work, complaint);
  obey([...partiesAreHeard({ respondents, last, now: work.now, calendar }), ...(await hearingIsOver(work, complaint.id))]);
}

async function hearingIsOver(reader: Reader, complaintId: string): Promise<Breaches> {
  const open = await openHearing(reader, complaintId);
  return open === null ? [] : [breach('complaint.hearing-open', { number: open.number, heldOn: civilDateOf(open.heldAt) })];
}
