import { requireVerified } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import type { Work } from '../platform/unit-of-work.js';
import { lockTender } from './tender-life.js';
import type { Tender } from './tender.entity.js';

/** The tender, if it is the caller's organisation's. Throws Refusal 404 otherwise: other organisations' drafts are not there. */
export function requireOwn<Found extends Pick<Tender, 'procurerId'>>(actor: Actor, tender: Found | null): Found {
  if (!tender || actor.organizationId === null || tender.procurerId !== actor.organizationId) throw unknownResource();
  return tender;
}

/** For what carries a procurement on. Throws Refusal 404, LawRefusal `organization.not-verified` once its verification is suspended. */
export async function lockOwnTender(work: Work, actor: Actor, id: string): Promise<Tender> {
  const tender = await lockOwnTenderToAnswer(work, actor, id);
  await requireVerified(work, tender.procurerId);
  return tender;
}

/** For what is owed to others, by a suspended entity too: answers, and the end of the procurement. Throws Refusal 404. */
export async function lockOwnTenderToAnswer(work: Work, actor: Actor, id: string): Promise<Tender> {
  return requireOwn(actor, await lockTender(work, id));
}

/** Without a lock, before much is taken in for it; whoever writes asks again under the lock. Throws Refusal 404. */
export async function requireOwnTender(reader: Reader, actor: Actor, id: string): Promise<void> {
  const rows = await reader.query<Pick<Tender, 'procurerId'>>('SELECT procurer_id AS "procurerId" FROM tenders WHERE id = $1', [
    id,
  ]);
  requireOwn(actor, rows[0] ?? null);
}
