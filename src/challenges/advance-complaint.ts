import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { assignedReviewerActs, reviewerHasNoTie } from '../rules/case-reviewer.js';
import { complaintMachine, type ComplaintEvent } from '../rules/complaint.machine.js';
import { advance } from '../rules/machine.js';
import type { Party } from '../rules/parties.js';
import { reviewerTies } from '../tenders/reviewer-ties.js';
import { lockTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { Complaint } from './complaint.entity.js';
import { releaseHolds } from './hold-contract.js';
import { hasDeclaredNoConflict } from './reviewers.queries.js';
import { dropDeadlines } from './watched-deadlines.js';

/** The tender first, then the complaint. Throws Refusal 404 where there is none. */
export async function lockComplaint(work: Work, id: string): Promise<{ tender: Tender; complaint: Complaint }> {
  if (!validate(id)) throw unknownResource();
  const rows = await work.query<{ tenderId: string }>('SELECT tender_id AS "tenderId" FROM complaints WHERE id = $1', [id]);
  if (!rows[0]) throw unknownResource();
  const tender = await lockTender(work, rows[0].tenderId);
  return { tender, complaint: await work.lock(Complaint, id) };
}

/** Moves the complaint by a row of its life cycle. Throws LawRefusal `complaint.wrong-state` or what the row's guards find. */
export async function advanceComplaint(
  work: Work,
  complaint: Complaint,
  step: { event: ComplaintEvent; party: Party; changes: Partial<Complaint> },
): Promise<void> {
  const { event, party, changes } = step;
  const facts = { completionsRequested: complaint.completionsRequested };
  const moved = advance(complaintMachine, complaint.state, event, party, facts, { now: work.now });
  if (moved.kind === 'breached') throw new LawRefusal(moved.breaches);
  if (moved.kind !== 'moved') throw new LawRefusal([breach('complaint.wrong-state', { state: complaint.state, event })]);
  const closedAt = complaintMachine.final.includes(moved.to) ? work.now : null;
  await work.save(Complaint, complaint, { ...changes, state: moved.to, closedAt });
}

/** What ends with the case: its suspension, the contract's holds of complaint and challenge, and what anybody still owes in it. */
export async function endHolds(work: Work, complaint: Complaint, by: string): Promise<void> {
  const { tenderId } = complaint;
  await releaseHolds(work, { tenderId, causeKind: 'complaint', causeId: complaint.id }, by);
  await releaseHolds(work, { tenderId, causeKind: 'challenge', causeId: complaint.challengeId }, by);
  await dropDeadlines(work, complaint.id);
}

/** A reviewer of the complaint's own authority, by the membership of this moment. */
export function isOfReviewBody(actor: Actor, complaint: { reviewBodyId: string }): boolean {
  return actor.organizationId === complaint.reviewBodyId && actor.roles.includes('reviewer');
}

/**
 * Art. 60, design 2.5: the reviewer whom the draw assigned, free of ties and declared so. Throws Refusal 404 for a stranger, LawRefusal
 * `complaint.reviewer-conflicted`, `complaint.reviewer-not-assigned`, `complaint.declaration-missing`.
 */
export async function requireReviewer(reader: Reader, actor: Actor, complaint: Complaint): Promise<void> {
  await requireFreeReviewer(reader, actor, complaint);
  const { personId } = actor;
  const hasDeclared = await hasDeclaredNoConflict(reader, complaint.id, personId);
  obey(assignedReviewerActs({ personId, assignedId: complaint.reviewerId, hasDeclared }));
}

/** Any reviewer of the authority without a tie. Throws Refusal 404 for a stranger, LawRefusal `complaint.reviewer-conflicted`. */
export async function requireFreeReviewer(reader: Reader, actor: Actor, complaint: Complaint): Promise<void> {
  if (!isOfReviewBody(actor, complaint)) throw unknownResource();
  obey(reviewerHasNoTie(await reviewerTies(reader, actor.personId, complaint)));
}
