import type { Actor } from '../platform/actor.js';
import { LawRefusal } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { requireReviewer } from './advance-complaint.js';
import { sideOfComplaint } from './case-parties.js';
import type { Complaint } from './complaint.entity.js';

/** A side of the case or a reviewer of it, in a case that is decided. Throws Refusal 404 for a stranger, LawRefusal `complaint.reviewer-conflicted`, `complaint.undecided`. */
export async function requireSideOfDecided(work: Work, actor: Actor, complaint: Complaint): Promise<void> {
  if (sideOfComplaint(actor, complaint) === null) await requireReviewer(work, actor, complaint);
  const ruled = await work.query('SELECT FROM complaint_rulings WHERE complaint_id = $1', [complaint.id]);
  if (ruled.length === 0) throw new LawRefusal([breach('complaint.undecided', { state: complaint.state })]);
}
