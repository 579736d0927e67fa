import type { Bag } from './bag.js';
import { partyTables, tablesOfTender } from './bundled-tables.js';
import type { Snapshot } from './snapshot.js';

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids that stand in what has been written: who they are comes last. */
export class NamedIds {
  readonly all = new Set<string>();

  notice(text: string): void {
    for (const [id] of text.matchAll(uuids)) this.all.add(id);
  }
}

/** One file of JSON lines for each table that has rows of the tender: `data/records/<table>.jsonl`. */
export async function putRecords(bag: Bag, snapshot: Snapshot, tenderId: string, ids: NamedIds): Promise<void> {
  for (const { name, rows } of await tablesOfTender(snapshot)) {
    const texts = textsOf(snapshot, rows, [tenderId], ids);
    await putUnlessEmpty(bag, name, texts);
  }
}

/** The organisations and people that those rows and entries name, and those that these name. */
export async function putParties(bag: Bag, snapshot: Snapshot, ids: NamedIds): Promise<void> {
  for (let before = -1; before !== ids.all.size;) {
    before = ids.all.size;
    for (const { name, rows } of partyTables) {
      if (['memberships', 'control_relations', 'calendar_years'].includes(name)) continue;
      for await (const _ of textsOf(snapshot, rows, [[...ids.all]], ids));
    }
  }
  // Ids that these tables bring along name nobody new.
  const named = [...ids.all];
  for (const { name, rows } of partyTables) await putUnlessEmpty(bag, name, textsOf(snapshot, rows, [named], ids));
}

async function* textsOf(
  snapshot: Snapshot,
  rows: string,
  params: readonly unknown[],
  ids: NamedIds,
): AsyncGenerator<string, void> {
  for await (const { row } of snapshot.each<{ row: string }>(rows, params)) {
    ids.notice(row);
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
