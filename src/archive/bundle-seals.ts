import { canonicalJson } from '../platform/audit-leaf.js';
import type { Bag } from './bag.js';
import { putLines } from './bundle-lines.js';
import type { NamedIds } from './bundle-records.js';
import type { Snapshot } from './snapshot.js';

interface Seal {
  entryId: string;
  table: string;
  row: string;
  columns: Record<string, string>;
  /** Of the latest seal of the row. */
  salt: string | null;
}

/**
 * `data/seals.jsonl`: of each row of the bundle the seals whose digests stand in its entries: of the latest the salt, with which it is made again from the
 * row; of those before it the digests of the columns, which say nothing of what stood there.
 */
export async function putSeals(bag: Bag, snapshot: Snapshot, tenderId: string, ids: NamedIds): Promise<void> {
  await putLines(bag, 'data/seals.jsonl', sealTexts(snapshot, tenderId, ids));
}

async function* sealTexts(snapshot: Snapshot, tenderId: string, { keys, rows }: NamedIds): AsyncGenerator<string, void> {
  const seals = snapshot.each<Seal>(
    `SELECT entry_id AS "entryId", table_name AS "table", row_name AS "row", columns, encode(salt, 'hex') AS salt FROM record_seals($1)`,
    [tenderId],
  );
  for await (const { entryId, table, row, columns, salt } of seals) {
    if (!rows.has(`${table}/${row}`)) continue;
    yield canonicalJson(salt === null ? { entryId, table, row, columns } : { entryId, table, row, key: keys.get(table), salt });
  }
}
