import type { Bag } from './bag.js';
import { putLines } from './bundle-lines.js';
import { partyTables, tablesOfTender, type BundledTable } from './bundled-tables.js';
import { rowName } from './row-keys.js';
import type { Snapshot } from './snapshot.js';

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids that stand in what has been written: who they are comes last. And the rows that have been, as `contracts/<id>`. */
export class NamedIds {
  readonly all = new Set<string>();
  readonly rows = new Set<string>();

  /** `keys`: the columns that name a row of each table. */
  constructor(readonly keys: ReadonlyMap<string, readonly string[]>) {}

  notice(text: string): void {
    for (const [id] of text.matchAll(uuids)) this.all.add(id);
  }

  noticeRow(table: string, row: string): void {
    this.notice(row);
    this.rows.add(`${table}/${rowName(JSON.parse(row) as Record<string, unknown>, this.keys.get(table) ?? [])}`);
  }
}

/** One file of JSON lines for each table that has rows of the tender: `data/records/<table>.jsonl`. */
export async function putRecords(bag: Bag, snapshot: Snapshot, tenderId: string, ids: NamedIds): Promise<void> {
  for (const table of await tablesOfTender(snapshot)) await putRows(bag, snapshot, table, tenderId, ids);
}

/** The organisations and people that those rows and entries name, and those that these name. */
export async function putParties(bag: Bag, snapshot: Snapshot, ids: NamedIds): Promise<void> {
  for (let before = -1; before !== ids.all.size;) {
    before = ids.all.size;
    for (const { name, rows } of partyTables) {
      if (['memberships', 'control_relations', 'calendar_years'].includes(name)) continue;
      for await (const { row } of snapshot.each<{ row: string }>(rows, [[...ids.all]])) ids.notice(row);
    }
  }
  // Ids that these tables bring along name nobody new.
  const named = [...ids.all];
  for (const table of partyTables) await putRows(bag, snapshot, table, named, ids);
}

async function putRows(bag: Bag, snapshot: Snapshot, { name, rows }: BundledTable, of: unknown, ids: NamedIds): Promise<void> {
  const texts = async function* (): AsyncGenerator<string, void> {
    for await (const { row } of snapshot.each<{ row: string }>(rows, [of])) {
      ids.noticeRow(name, row);
      yield row;
    }
  };
  await putLines(bag, `data/records/${name}.jsonl`, texts());
}
