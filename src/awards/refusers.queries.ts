import type { Reader } from '../platform/reads.js';

/** Who was found to refuse an award of the tender; `lotId` null for the whole. */
export function refusersOf(reader: Reader, tenderId: string): Promise<{ lotId: string | null; supplierId: string }[]> {
  return reader.query(
    `SELECT DISTINCT lot_id AS "lotId", supplier_id AS "supplierId" FROM awards WHERE tender_id = $1 AND state = 'refused'`,
    [tenderId],
  );
}
