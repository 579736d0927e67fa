import { createHash } from 'node:crypto';
import { drawAlgorithm, lotOf, seedOf } from '../awards/draw.js';
import type { Actor } from '../platform/actor.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { barringReviewerTies } from '../rules/case-reviewer.js';
import { reviewerTies } from '../tenders/reviewer-ties.js';
import type { Complaint } from './complaint.entity.js';
import { ReviewerAssignment, type DrawCause, type ReviewerDraw } from './reviewer.entity.js';
import { reviewerSeed, reviewersOf } from './reviewers.queries.js';

/**
 * Draws the reviewer of the case by lot among those of its authority who have no tie; the database redoes the draw and alone writes the result
 * into the complaint. Nobody free: the case stays without a reviewer and its authority is told. The caller holds the complaint's lock.
 */
export async function drawReviewer(
  work: Work,
  complaint: Complaint,
  cause: DrawCause,
  actor: Actor,
): Promise<ReviewerAssignment> {
  const number = await nextNumber(work, complaint.challengeId);
  const draw = await drawOf(work, complaint, number);
  const assignment = await work.insert(ReviewerAssignment, {
    id: newId(),
    complaintId: complaint.id,
    number,
    cause,
    personId: draw.pool[0]?.personId ?? null,
    draw,
    drawnBy: actor.personId,
    drawnAt: work.now,
  });
  complaint.reviewerId = assignment.personId;
  recordAssignment(work, complaint, assignment);
  return assignment;
}

/** Over all cases of the challenge, one after a transfer too: no secret serves twice. */
async function nextNumber(work: Work, challengeId: string): Promise<number> {
  const rows = await work.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM reviewer_assignments drawn JOIN complaints ON complaints.id = drawn.complaint_id WHERE challenge_id = $1',
    [challengeId],
  );
  return 1 + (rows[0]?.count ?? 0);
}

async function drawOf(work: Work, complaint: Complaint, number: number): Promise<ReviewerDraw> {
  const { commitment, committedAt, secret } = await reviewerSeed(work, complaint, number);
  if (secret === null) throw new Error('the secret of a draw is read when the draw is due');
  const of = `reviewer:${number}`;
  const { id, matters, request } = complaint;
  const letter = createHash('sha256').update(canonicalJson({ matters, request })).digest('hex');
  const lines = [`complaint:${id}`, `letter:${letter}`];
  const seed = seedOf({ tenderId: complaint.tenderId, of, secret, bids: lines });
  const pool: ReviewerDraw['pool'] = [];
  const leftOut: ReviewerDraw['leftOut'] = [];
  for (const personId of await reviewersOf(work, complaint.reviewBodyId)) {
    const ties = barringReviewerTies(await reviewerTies(work, personId, complaint));
    if (ties.length > 0) leftOut.push({ personId, ties });
    else pool.push({ personId, key: lotOf(seed, personId) });
  }
  pool.sort((left, right) => (left.key < right.key ? -1 : 1));
  return { algorithm: drawAlgorithm, of, commitment, committedAt, secret, lines, seed, pool, leftOut };
}

/** The entry holds the hash of the draw; the parties learn who it is, and the authority where it is nobody. */
function recordAssignment(work: Work, complaint: Complaint, { id, number, cause, personId, draw }: ReviewerAssignment): void {
  work.record({
    type: personId === null ? 'complaint.unassigned' : 'reviewer.assigned',
    article: 60,
    tenderId: complaint.tenderId,
    subject: { kind: 'assignment', id },
    payload: {
      complaintId: complaint.id,
      number,
      cause,
      personId,
      pool: draw.pool.length,
      leftOut: draw.leftOut.length,
      drawSha256: createHash('sha256').update(canonicalJson(draw)).digest('hex'),
    },
    tell: personId === null ? [complaint.reviewBodyId] : [complaint.complainantId, complaint.procurerId],
    tellPeople: personId === null ? [] : [personId],
  });
}
