import { admissibilityDueOn, decisionDueOn, respondentNoticeDueOn } from '../rules/art-60-review.js';
import type { Breaches, Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import type { ComplaintState } from '../rules/complaint.machine.js';
import { pendingWithStops, withStops, type StoppedDue } from '../rules/decision-clock.js';
import { pendingOf, pendingTogether } from '../rules/evaluate-types.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import { litigationLastDay, reconsiderationLastDay } from '../rules/outside-proceedings.js';
import type { Track } from '../rules/track.js';
import type { OrderedRemedy } from '../tenders/remedy.entity.js';
import type { Reader } from '../platform/reads.js';
import type { Completion, PartyText } from './challenge.entity.js';
import type { ComplainedMatter, Complaint, ComplaintRuling, OrderedStop } from './complaint.entity.js';

/** What a ruling ordered, and how far it is. */
export type RemedyAnswer = Pick<
  OrderedRemedy,
  'number' | 'version' | 'kind' | 'lotIds' | 'state' | 'orderedAt' | 'dueOn' | 'due' | 'doneAt' | 'doneBy'
>;

export type RulingAnswer = Pick<
  ComplaintRuling,
  'outcome' | 'ground' | 'findings' | 'reasons' | 'decidedBy' | 'decidedAt' | 'root' | 'withheld'
> & {
  remedies: RemedyAnswer[];
};

/** Where else the parties may go against the decision, each to its last day. */
export interface OutsideLimits {
  reconsideration: Derivation;
  litigation: Derivation;
}

export interface ComplaintAnswer {
  id: string;
  version: number;
  state: ComplaintState;
  challengeId: string;
  tenderId: string;
  procurerId: string;
  complainantId: string;
  reviewBodyId: string;
  reviewerId: string | null;
  matters: ComplainedMatter[];
  request: PartyText | null;
  receivedAt: Instant;
  lastDay: CivilDate | null;
  derivation: Derivation;
  /** Rulebook P11: accepted as in time while a calendar year is missing. */
  provisional: boolean;
  warnings: Breaches;
  completion: Completion | null;
  admissibilityDueOn: CivilDate | null;
  respondentNoticeDueOn: CivilDate | null;
  acceptedAt: Instant | null;
  /** Null in works before the acceptance, and while a calendar year is missing. */
  decisionDueOn: CivilDate | null;
  decisionDerivation: Derivation | null;
  /** 实施条例 art. 58: what the time to decide stood still for. */
  clockStops: OrderedStop[];
  transferredFrom: string | null;
  transferredAt: Instant | null;
  transferredTo: string | null;
  suspension: { from: CivilDate; endsOn: CivilDate } | null;
  ruling: RulingAnswer | null;
  outsideLimits: OutsideLimits | null;
  closedAt: Instant | null;
  pending?: string[];
}

/** The complaint as its parties and its reviewers see it. */
export function presentComplaint(
  complaint: Complaint,
  context: { track: Track; calendar: Calendar; ruling: RulingAnswer | null },
): ComplaintAnswer {
  const { calendar, track } = context;
  const { receivedAt, acceptedAt, suspendedOn, suspensionEndsOn, timeLimit } = complaint;
  const { admissibility, respondent, decision } = complaintDues(complaint, track, calendar);
  const { id, version, state, challengeId, tenderId, procurerId, complainantId, reviewBodyId, reviewerId, matters, request } =
    complaint;
  return {
    id,
    version,
    state,
    challengeId,
    tenderId,
    procurerId,
    complainantId,
    reviewBodyId,
    reviewerId,
    matters,
    request,
    receivedAt,
    lastDay: complaint.lastDay,
    derivation: timeLimit,
    provisional: complaint.provisional,
    warnings: complaint.warnings,
    completion: complaint.completion,
    admissibilityDueOn: admissibility.derivation.result,
    respondentNoticeDueOn: respondent.derivation.result,
    acceptedAt,
    decisionDueOn: decision?.derivation.result ?? null,
    decisionDerivation: decision?.derivation ?? null,
    clockStops: complaint.clockStops,
    transferredFrom: complaint.transferredFrom,
    transferredAt: complaint.transferredAt,
    transferredTo: complaint.transferredTo,
    suspension: suspendedOn === null ? null : { from: suspendedOn, endsOn: suspensionEndsOn as CivilDate },
    ruling: context.ruling,
    outsideLimits: context.ruling && outsideLimits(context.ruling.decidedAt, calendar),
    closedAt: complaint.closedAt,
    ...pendingTogether(pendingOf(timeLimit), pendingWithStops(admissibility, respondent, decision)),
  };
}

/**
 * What is due in the case. An authority that it was transferred to has its own days for admissibility and notice; the decision counts from the first
 * receipt, and a completion stops all three.
 */
export function complaintDues(
  complaint: Pick<Complaint, 'receivedAt' | 'acceptedAt' | 'transferredAt' | 'clockStops'>,
  track: Track,
  calendar: Calendar,
): { admissibility: StoppedDue; respondent: StoppedDue; decision: StoppedDue | null } {
  const { receivedAt, acceptedAt, clockStops } = complaint;
  const arrived = { receivedAt: complaint.transferredAt ?? receivedAt, calendar };
  const completions = clockStops.filter((one) => one.cause === 'completion');
  const decision = decisionDueOn({ receivedAt, acceptedAt, track, calendar });
  return {
    admissibility: withStops(admissibilityDueOn(arrived), completions, calendar),
    respondent: withStops(respondentNoticeDueOn(arrived), completions, calendar),
    decision: decision && withStops(decision, clockStops, calendar),
  };
}

export function outsideLimits(decidedAt: Instant, calendar: Calendar): OutsideLimits {
  return { reconsideration: reconsiderationLastDay(decidedAt, calendar), litigation: litigationLastDay(decidedAt, calendar) };
}

export async function rulingOn(reader: Reader, complaintId: string): Promise<RulingAnswer | null> {
  const rows = await reader.query<RulingAnswer>(
    `SELECT outcome, ground, findings, reasons, decided_by AS "decidedBy", decided_at AS "decidedAt", root, withheld, ${remedyColumns} AS remedies
       FROM complaint_rulings WHERE complaint_id = $1`,
    [complaintId],
  );
  return rows[0] ?? null;
}

/** As SQL, for a query that has `complaint_rulings`: what each ordered, in the order of their numbers. Times as the platform writes them. */
const remedyColumns = `
  coalesce((SELECT jsonb_agg(jsonb_build_object('number', number, 'version', version, 'kind', kind, 'lotIds', lot_ids, 'state', state,
                     'orderedAt', utc_text(ordered_at), 'dueOn', due_on, 'due', due, 'doneAt', utc_text(done_at), 'doneBy', done_by) ORDER BY number)
              FROM ordered_remedies WHERE complaint_id = complaint_rulings.complaint_id), '[]')`;
