import type { Reader } from '../platform/reads.js';
import type { Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import type { ComplaintState } from '../rules/complaint.machine.js';
import { pendingOf } from '../rules/evaluate-types.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import { explanationDueOn } from '../rules/parties-heard.js';
import type { Complaint } from './complaint.entity.js';
import { toldAt, toldOf } from './proceedings.queries.js';
import type { ComplaintCopy, ComplaintRespondent, RespondentCapacity } from './proceedings.entity.js';

/** All that a respondent beside the procuring entity sees of a complaint: what it was told, and until when it may explain itself. */
export interface ComplaintCopyAnswer extends ComplaintCopy {
  id: string;
  version: number;
  state: ComplaintState;
  tenderId: string;
  complainantId: string;
  reviewBodyId: string;
  capacity: RespondentCapacity;
  notifiedAt: Instant;
  explanationDueOn: CivilDate | null;
  derivation: Derivation;
  pending?: string[];
}

/** `version` is that of its own copy, which nothing changes but the state of the case. */
export async function presentCopy(
  reader: Reader,
  complaint: Complaint,
  respondent: ComplaintRespondent,
  calendar: Calendar,
): Promise<ComplaintCopyAnswer> {
  const derivation = explanationDueOn({ toldAt: toldAt(await toldOf(reader, respondent)), calendar });
  return {
    id: complaint.id,
    version: 1,
    state: complaint.state,
    tenderId: complaint.tenderId,
    complainantId: complaint.complainantId,
    reviewBodyId: complaint.reviewBodyId,
    capacity: respondent.capacity,
    notifiedAt: respondent.notifiedAt,
    explanationDueOn: derivation.result,
    derivation,
    ...(respondent.copy as ComplaintCopy),
    ...pendingOf(derivation),
  };
}
