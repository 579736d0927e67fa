import { consistencySteps, type TreeHead } from '../archive/consistency.js';
import { proofHashes } from '../archive/log-nodes.js';
import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';
import { tileHeight, tileWidth, type Tile } from './tiles.js';

/** A checkpoint as it is served: signed by the log, cosigned by whoever did. */
export interface PublishedCheckpoint extends TreeHead {
  note: string;
  recordedAt: Instant;
}

/** The last that was published; null before the first. */
export async function publishedCheckpoint(reader: Reader): Promise<PublishedCheckpoint | null> {
  const [row] = await reader.query<{ size: string; root: Buffer; note: string; at: Instant }>(
    `SELECT size, root, note || coalesce((SELECT string_agg(line, '' ORDER BY witness) FROM log_cosignatures one
                                           WHERE one.origin = log_checkpoints.origin AND one.size = log_checkpoints.size), '') AS note,
            recorded_at AS at
       FROM log_checkpoints ORDER BY published DESC LIMIT 1`,
  );
  return row ? { size: Number(row.size), root: row.root, note: row.note, recordedAt: row.at } : null;
}

/** The tree as the sequencer left it; null while nothing is in it. */
export async function sequencedHead(reader: Reader): Promise<TreeHead | null> {
  const [row] = await reader.query<{ size: string; root: Buffer }>('SELECT size, root FROM log_roots ORDER BY size DESC LIMIT 1');
  return row ? { size: Number(row.size), root: row.root } : null;
}

/** Up to which size a witness has cosigned this log, as far as is known here. */
export async function cosignedSize(reader: Reader, origin: string, witness: string): Promise<number> {
  const [row] = await reader.query<{ size: string }>(
    'SELECT coalesce(max(size), 0) AS size FROM log_cosignatures WHERE origin = $1 AND witness = $2',
    [origin, witness],
  );
  return Number(row?.size ?? 0);
}

/** RFC 6962 section 2.1.2, its nodes read in one statement. Throws RangeError where there are no such trees, Error where a node is missing. */
export async function consistencyProof(reader: Reader, from: number, to: number): Promise<Buffer[]> {
  return proofHashes(reader, consistencySteps(from, to));
}

/** The hashes of a tile one after the other. */
export async function tileHashes(reader: Reader, { level, index, width }: Tile & { level: number }): Promise<Buffer> {
  const first = index * tileWidth;
  const rows = await reader.query<{ hash: Buffer }>(
    'SELECT hash FROM log_nodes WHERE level = $1 AND index >= $2 AND index < $3 ORDER BY index',
    [level * tileHeight, first, first + width],
  );
  return Buffer.concat(rows.map((row) => row.hash));
}

export async function tileLeaves(reader: Reader, { index, width }: Tile): Promise<string[]> {
  const rows = await reader.query<{ leaf: string }>('SELECT leaf FROM published_leaves($1, $2)', [index * tileWidth, width]);
  return rows.map((row) => row.leaf);
}
