import type { Work } from '../platform/unit-of-work.js';
import type { Calendar } from '../rules/calendar.js';
import { trackOf } from '../rules/track.js';
import type { Tender } from '../tenders/tender.entity.js';
import { replyDue } from './advance-challenge.js';
import type { Challenge } from './challenge.entity.js';
import { complaintOn } from './challenges.queries.js';
import { complaintLastDayOf } from './present-challenge.js';
import { watchDeadline } from './watched-deadlines.js';

type OfTender = { tender: Pick<Tender, 'category'>; calendar: Calendar };

/** The reply that the procuring entity owes. */
export async function watchReply(work: Work, challenge: Challenge, calendar: Calendar): Promise<void> {
  const { derivation } = replyDue(challenge.replyFrom, calendar);
  const { id: caseId, tenderId, procurerId: owedBy } = challenge;
  await watchDeadline(work, { caseKind: 'challenge', caseId, tenderId, kind: 'challenge.reply', owedBy, derivation });
}

/** The supplier's time to complain, of whose end it is reminded unless it has complained. */
export async function watchComplaintDay(work: Work, challenge: Challenge, { tender, calendar }: OfTender): Promise<void> {
  if ((await complaintOn(work, challenge.id)) !== null) return;
  const derivation = complaintLastDayOf(challenge, trackOf(tender.category), calendar);
  const { id: caseId, tenderId, supplierId: owedBy } = challenge;
  await watchDeadline(work, { caseKind: 'challenge', caseId, tenderId, kind: 'complaint.file', owedBy, derivation });
}
