import type { Bag } from './bag.js';
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
  for (const table of await tablesOfTender(snapshot))
    await putUnlessEmpty(bag, table.name, textsOf(snapshot, table, [tenderId], ids));
}

/** The organisations and people that those rows and entries name, and those that these name. */
export async function putParties(bag: Bag, snapshot: Snapshot, ids: NamedIds): Promise<void> {
  for (let before = -1; before !== ids.all.size;) {
    before = ids.all.size;
    for (const table of partyTables) {
      if (['memberships', 'control_relations', 'calendar_years'].includes(table.name)) continue;
      for await (const _ of textsOf(snapshot, table, [[...ids.all]], ids));
    }
  }
  // Ids that these tables bring along name nobody new.
  const named = [...ids.all];
  for (const table of partyTables) await putUnlessEmpty(bag, table.name, textsOf(snapshot, table, [named], ids));
}

async function* textsOf(
  snapshot: Snapshot,
  { name, rows }: BundledTable,
  params: readonly unknown[],
  ids: NamedIds,
): AsyncGenerator<string, void> {
  for await (const { row } of snapshot.each<{ row: string }>(rows, params)) {
    ids.noticeRow(name, row);
    yield row;
  }
}

async function putUnlessEmpty(bag: Bag, table: string, rows: AsyncGenerator<string, void>): Promise<void> {
  const first = await rows.next();
  if (first.done) return;
  await bag.put(`data/records/${table}.jsonl`, lines(first.value, rows));
}

export async function* lines(first: string, others: AsyncIterable<string>): AsyncGenerator<Buffer> {
  yield Buffer.from(`${first}\n`);
  for await (const one of others) yield Buffer.from(`${one}\n`);
}
