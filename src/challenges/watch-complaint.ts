import type { Work } from '../platform/unit-of-work.js';
import { suspensionEndsOn } from '../rules/art-60-review.js';
import type { Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import type { CivilDate } from '../rules/moment.js';
import { explanationDueOn, rejoinderDueOn } from '../rules/parties-heard.js';
import { trackOf } from '../rules/track.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { Complaint } from './complaint.entity.js';
import { complaintDues } from './present-complaint.js';
import { watchDeadline } from './watched-deadlines.js';

type OfTender = { tender: Pick<Tender, 'category'>; calendar: Calendar };

/** What the review authority owes from the receipt: whether it takes the case, the copy to the respondents, the decision. */
export async function watchReview(work: Work, complaint: Complaint, context: OfTender): Promise<void> {
  const { admissibility, respondent } = complaintDues(complaint, trackOf(context.tender.category), context.calendar);
  await owed(work, complaint, 'complaint.admissibility', admissibility.derivation);
  await owed(work, complaint, 'complaint.respondent-notice', respondent.derivation);
  await watchDecision(work, complaint, context);
}

/** In works its time counts from the acceptance: before that nothing is watched. While its clock stands still there is no day to watch. */
export async function watchDecision(work: Work, complaint: Complaint, { tender, calendar }: OfTender): Promise<void> {
  const { decision } = complaintDues(complaint, trackOf(tender.category), calendar);
  if (decision !== null) await owed(work, complaint, 'complaint.decision', decision.derivation);
}

/** What each respondent owes from the acceptance, whose news may be delivered later and is then the later day. */
export async function watchExplanations(
  work: Work,
  complaint: Complaint,
  respondents: readonly string[],
  calendar: Calendar,
): Promise<void> {
  const dueOn = explanationDueOn({ toldAt: work.now, calendar });
  for (const owedBy of respondents) await owed(work, complaint, 'complaint.explanation', dueOn, owedBy);
}

/** The complainant may reply to an explanation; nobody owes a reply. */
export function watchRejoinder(work: Work, complaint: Complaint, calendar: Calendar): Promise<void> {
  return owed(
    work,
    complaint,
    'complaint.rejoinder',
    rejoinderDueOn({ deliveredAt: work.now, calendar }),
    complaint.complainantId,
  );
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
