import type { Actor, Role } from '../platform/actor.js';
import type { Reader } from '../platform/reads.js';
import { barringReviewerTies } from '../rules/case-reviewer.js';
import { reviewerTies } from './reviewer-ties.js';

const overseers: readonly Role[] = ['supervisor', 'auditor'];

/**
 * Whether the caller reads what is between the parties of this procurement: who supervises (监督) or audits every one, a reviewer (审查人员) the one
 * of a complaint that its authority has, where nothing bars it from that case (art. 60).
 */
export async function oversees(reader: Reader, actor: Actor, tenderId: string): Promise<boolean> {
  if (overseers.some((role) => actor.roles.includes(role))) return true;
  if (!actor.roles.includes('reviewer')) return false;
  const cases = await reader.query<{ id: string }>(
    `SELECT id FROM complaints
      WHERE tender_id = $1 AND review_body_id = $2 AND state NOT IN ('transferred', 'withdrawn') ORDER BY id`,
    [tenderId, actor.organizationId],
  );
  for (const one of cases) {
    if (barringReviewerTies(await reviewerTies(reader, actor.personId, one)).length === 0) return true;
  }
  return false;
}
