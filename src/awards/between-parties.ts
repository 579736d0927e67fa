import type { Actor } from '../platform/actor.js';
import type { Reader } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { oversees } from '../tenders/oversees.js';

interface Sides {
  tenderId: string;
  procurerId: string;
  supplierId: string;
}

/** Whether a paper between a procuring entity and a supplier is open to the caller: its sides and who oversees the procurement. */
export async function isOpenTo(reader: Reader, actor: Actor, of: Sides): Promise<boolean> {
  return [of.procurerId, of.supplierId].includes(actor.organizationId ?? '') || oversees(reader, actor, of.tenderId);
}

/** Whose papers of a procurement the caller reads: null for all. Refusal 404 where it acts for no organisation. */
export async function partyOf(reader: Reader, actor: Actor, tenderId: string): Promise<string | null> {
  if (await oversees(reader, actor, tenderId)) return null;
  if (actor.organizationId === null) throw unknownResource();
  return actor.organizationId;
}
