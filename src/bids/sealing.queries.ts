import type { Reader } from '../platform/reads.js';
import type { Lock } from './opening-shares.js';

/** One lock of a tender as its custodian registered it before publication. */
export interface SealedLock {
  lock: Lock;
  recipient: string;
  custodianPersonId: string;
  organizationId: string;
}

export async function sealingOf(reader: Reader, tenderId: string): Promise<SealedLock[]> {
  return reader.query(
    `SELECT lock, recipient, custodian_person_id AS "custodianPersonId", organization_id AS "organizationId"
       FROM tender_sealing WHERE tender_id = $1`,
    [tenderId],
  );
}
