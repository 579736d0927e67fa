import { canonicalJson } from '../platform/audit-leaf.js';
import type { Instant } from '../rules/moment.js';
import { archivedEntries, type LogRoot } from './archive.queries.js';
import type { Bag } from './bag.js';
import { putLines } from './bundle-lines.js';
import type { NamedIds } from './bundle-records.js';
import { readingType } from './bundled-tables.js';
import type { Snapshot } from './snapshot.js';

/** An act of the procurement, as the list for people shows it. */
export interface ListedAct {
  index: number;
  type: string;
  article: number | null;
  recordedAt: Instant;
}

const pageSize = 200;

/** Entries of the tender that wait for their place in the log. */
export async function awaitSequencing(snapshot: Snapshot, tenderId: string): Promise<boolean> {
  const [found] = await snapshot.query(
    `SELECT 1 FROM audit_entries entry WHERE tender_id = $1 AND type <> $2
        AND NOT EXISTS (SELECT FROM log_entries WHERE entry_id = entry.id) LIMIT 1`,
    [tenderId, readingType],
  );
  return found !== undefined;
}

/** The first root over all that belongs to the tender: what others do later does not change its bundle. */
export async function rootOver(snapshot: Snapshot, tenderId: string): Promise<LogRoot> {
  const [row] = await snapshot.query<{ size: string; root: string; at: Instant }>(
    `SELECT size, encode(root, 'hex') AS root, recorded_at AS at FROM log_roots
      WHERE size > (SELECT max(log.index) FROM log_entries log JOIN audit_entries entry ON entry.id = log.entry_id
                     WHERE entry.tender_id = $1 AND entry.type <> $2) ORDER BY size LIMIT 1`,
    [tenderId, readingType],
  );
  if (!row) throw new Error(`the log has no root over the entries of ${tenderId}`);
  return { size: Number(row.size), root: row.root, recordedAt: row.at };
}

/** `data/entries.jsonl`: every entry with its leaf, payload, salt and proof, in the order of the log. */
export async function putEntries(
  bag: Bag,
  snapshot: Snapshot,
  tenderId: string,
  size: number,
  ids: NamedIds,
): Promise<ListedAct[]> {
  const acts: ListedAct[] = [];
  await putLines(bag, 'data/entries.jsonl', entryTexts(snapshot, tenderId, size, ids, acts));
  return acts;
}

async function* entryTexts(
  snapshot: Snapshot,
  tenderId: string,
  size: number,
  ids: NamedIds,
  acts: ListedAct[],
): AsyncGenerator<string, void> {
  for (let after = -1; ;) {
    const entries = await archivedEntries(snapshot, tenderId, size, after, pageSize);
    for (const entry of entries.filter((one) => one.type !== readingType)) {
      const { index, type, article, recordedAt } = entry;
      acts.push({ index, type, article, recordedAt });
      ids.notice(entry.payload ?? '');
      yield canonicalJson(entry);
    }
    const last = entries.at(-1);
    if (!last || entries.length < pageSize) return;
    after = last.index;
  }
}
