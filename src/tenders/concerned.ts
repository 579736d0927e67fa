import type { Reader } from '../platform/reads.js';
import { invitedSuppliers } from './invited-suppliers.js';
import type { Tender } from './tender.entity.js';

/** Whom this module may tell by name what changed: the procuring entity and whom it invited. Applicants and bidders are told where they are known. */
export async function concernedBy(
  reader: Reader,
  tender: Pick<Tender, 'id' | 'procurerId' | 'documentsIssuedAt'>,
): Promise<string[]> {
  const invited = tender.documentsIssuedAt === null ? [] : await invitedSuppliers(reader, tender.id);
  return [tender.procurerId, ...invited.map((one) => one.supplierId)];
}
