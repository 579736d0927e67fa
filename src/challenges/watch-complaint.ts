import type { Work } from '../platform/unit-of-work.js';
import { admissibilityDueOn, decisionDueOn, respondentNoticeDueOn, suspensionEndsOn } from '../rules/art-60-review.js';
import type { Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import type { CivilDate } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { Complaint } from './complaint.entity.js';
import { watchDeadline } from './watched-deadlines.js';

type OfTender = { tender: Pick<Tender, 'category'>; calendar: Calendar };

/** What the review authority owes from the receipt: whether it takes the case, the copy to the respondents, the decision. */
export async function watchReview(work: Work, complaint: Complaint, context: OfTender): Promise<void> {
  const received = { receivedAt: complaint.receivedAt, calendar: context.calendar };
  await owed(work, complaint, 'complaint.admissibility', admissibilityDueOn(received));
  await owed(work, complaint, 'complaint.respondent-notice', respondentNoticeDueOn(received));
  await watchDecision(work, complaint, context);
}

/** In works its time counts from the acceptance: before that nothing is watched. */
export async function watchDecision(work: Work, complaint: Complaint, { tender, calendar }: OfTender): Promise<void> {
  const { receivedAt, acceptedAt } = complaint;
  const derivation = decisionDueOn({ receivedAt, acceptedAt, track: trackOf(tender.category), calendar });
  if (derivation !== null) await owed(work, complaint, 'complaint.decision', derivation);
}

/** The end of a suspension, of which the review authority and the procuring entity are reminded. */
export async function watchSuspension(work: Work, complaint: Complaint, endsOn: CivilDate): Promise<void> {
  const cap = suspensionEndsOn({ orderedOn: complaint.suspendedOn as CivilDate });
  const shorter = { zh: `令中载明的末日 ${endsOn}`, en: `the last day named in the order: ${endsOn}` };
  const derivation = cap.result === endsOn ? cap : { ...cap, result: endsOn, arithmetic: shorter, parts: [cap] };
  for (const owedBy of [complaint.reviewBodyId, complaint.procurerId])
    await owed(work, complaint, 'suspension.end', derivation, owedBy);
}

function owed(work: Work, complaint: Complaint, kind: string, derivation: Derivation, owedBy?: string): Promise<void> {
  const { id: caseId, tenderId, reviewBodyId } = complaint;
  return watchDeadline(work, { caseKind: 'complaint', caseId, tenderId, kind, owedBy: owedBy ?? reviewBodyId, derivation });
}
