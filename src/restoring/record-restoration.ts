import { userInfo } from 'node:os';
import type pg from 'pg';
import { systemActor } from '../platform/actor.js';
import { recordEvent, sealedRows } from '../platform/audit-trail.js';
import type { BlobStore } from '../platform/blob-store.js';
import { unlessUnknown } from '../platform/refusal.js';
import type { Instant } from '../rules/moment.js';
import type { OpenedBundle } from './opened-bundle.js';
import { readerOf } from './reader-of.js';
import type { RestoredLog } from './restore-log.js';
import type { Unproven } from './restore-seals.js';

/** The row of the restoration, before what refers to it: who made it, of which bundles, and which places of the log stay empty. */
export async function beginRestoration(
  client: pg.Client,
  id: string,
  bundles: readonly OpenedBundle[],
  { size }: RestoredLog,
): Promise<void> {
  await client.query(
    `INSERT INTO restorations (id, restored_at, restored_by, bundles, log_size, places_left)
     SELECT $1, platform_now(), $2, $3, $4::bigint,
            int8multirange(int8range(0, $4::bigint)) - coalesce((SELECT range_agg(int8range(index, index + 1)) FROM log_entries), '{}')`,
    [id, JSON.stringify({ account: account() }), JSON.stringify(bundles.map(named)), size],
  );
}

/** Files that the rows name and that are not in the store: no bundle had them. Answers how many. */
export async function noteFilesLeft(client: pg.Client, blobs: BlobStore, id: string): Promise<number> {
  const { rows } = await client.query<{ sha256: string }>(
    `SELECT DISTINCT sha256 FROM generate_series(0, 255) AS number, kept_blobs(lpad(to_hex(number), 2, '0'))`,
  );
  const absent: string[] = [];
  for (const { sha256 } of rows) if ((await unlessUnknown<number | null>(blobs.size(sha256), null)) === null) absent.push(sha256);
  await client.query('INSERT INTO unrestored_files (sha256, restoration_id) SELECT one, $2::uuid FROM unnest($1::text[]) one', [
    absent,
    id,
  ]);
  return absent.length;
}

/** The act of the restoration, which stands for every row that no other entry proves. It waits for its place behind the restored ones. */
export async function recordRestoration(
  client: pg.Client,
  id: string,
  facts: { bundles: readonly OpenedBundle[]; log: RestoredLog; unproven: Unproven; files: number },
): Promise<void> {
  const writer = readerOf(client);
  const [moment] = await writer.query<{ now: Instant }>('SELECT platform_now() AS now');
  const { bundles, log, unproven, files } = facts;
  const payload = { by: { account: account() }, bundles: bundles.map(named), log: { ...log }, unproven, filesLeft: files };
  const event = { type: 'archive.restored', article: 57, tenderId: null, subject: { kind: 'restoration', id }, payload };
  const { now } = moment as { now: Instant };
  await recordEvent(writer, systemActor('restore'), event, now, await sealedRows(writer));
}

/** A bundle by the digest of what lists all its files. */
function named({ facts, files }: OpenedBundle): { tenderId: string; size: number; sha512: string } {
  return { tenderId: facts.tenderId, size: facts.log.size, sha512: files.get('tagmanifest-sha512.txt')?.sha512 ?? '' };
}

/** Of the operating system: whoever restores has no account of the platform yet. */
function account(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}
