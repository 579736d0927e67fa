import { organizationById, type KnownOrganization } from '../organizations/organizations.queries.js';
import { invalid } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import type { Custodians } from './tender.entity.js';

/** The procuring entity itself, or an organisation that keeps locks (持锁机构) and does not itself supply. */
export function mayKeepLocks({ id, kinds }: Pick<KnownOrganization, 'id' | 'kinds'>, procurerId: string): boolean {
  return id === procurerId || (kinds.includes('custodian') && !kinds.includes('supplier'));
}

/** Throws Refusal 422 where one organisation is named for both locks, or one that may not keep any. */
export async function requireCustodians(
  reader: Reader,
  procurerId: string,
  custodians: Custodians | null | undefined,
): Promise<void> {
  if (!custodians) return;
  if (custodians.A === custodians.B)
    throw invalid('#/custodians/B', { zh: '两把锁须由两个组织持有。', en: 'Two organisations keep the two locks.' });
  for (const lock of ['A', 'B'] as const) {
    const found = await organizationById(reader, custodians[lock]);
    if (!found || !mayKeepLocks(found, procurerId))
      throw invalid(`#/custodians/${lock}`, { zh: '该组织不能持锁。', en: 'This organisation keeps no locks.' });
  }
}
