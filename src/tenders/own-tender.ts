import type { Actor } from '../platform/actor.js';
import { unknownResource } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { lockTender } from './tender-life.js';
import type { Tender } from './tender.entity.js';

/** The tender, if it is the caller's organisation's. Throws Refusal 404 otherwise: other organisations' drafts are not there. */
export function requireOwn(actor: Actor, tender: Tender | null): Tender {
  if (!tender || actor.organizationId === null || tender.procurerId !== actor.organizationId) throw unknownResource();
  return tender;
}

export async function lockOwnTender(work: Work, actor: Actor, id: string): Promise<Tender> {
  return requireOwn(actor, await lockTender(work, id));
}
