import type { CivilDate, Instant } from '../rules/moment.js';
import type { Reader } from '../platform/reads.js';
import { inclusionSteps, rootOf } from '../platform/merkle.js';
import { nodeHashes } from './log-nodes.js';

export interface ArchivedEntry {
  index: number;
  id: string;
  type: string;
  article: number | null;
  recordedAt: Instant;
  leaf: string;
  /** Hex SHA-256 of 0x00 and the leaf (RFC 6962). */
  leafHash: string;
  /** The RFC 8785 payload and hex salt behind the leaf's hashes; null once disposed of. */
  payload: string | null;
  salt: string | null;
  /** Hex hashes from the leaf upwards, against the root of this answer. */
  proof: string[];
}

export interface LogRoot {
  size: number;
  root: string;
  recordedAt: Instant;
}

export async function latestRoot(reader: Reader): Promise<LogRoot | null> {
  const rows = await reader.query<{ size: string; root: string; at: Instant }>(
    `SELECT size, encode(root, 'hex') AS root, recorded_at AS at FROM log_roots ORDER BY size DESC LIMIT 1`,
  );
  return rows[0] ? { size: Number(rows[0].size), root: rows[0].root, recordedAt: rows[0].at } : null;
}

/** Sequenced entries of a tender in log order, at most `limit`, after index `after`. Sealed ones appear once the tender is opened. */
export async function archivedEntries(
  reader: Reader,
  tenderId: string,
  size: number,
  after: number,
  limit: number,
): Promise<ArchivedEntry[]> {
  const rows = await reader.query<Omit<ArchivedEntry, 'index' | 'proof'> & { index: string }>(
    `SELECT log.index, entry.id, entry.type, entry.article, entry.recorded_at AS "recordedAt", entry.leaf,
            encode(entry.leaf_hash, 'hex') AS "leafHash", body.payload, encode(body.salt, 'hex') AS salt
       FROM audit_entries entry
       JOIN log_entries log ON log.entry_id = entry.id
       LEFT JOIN audit_payloads body ON body.entry_id = entry.id
      WHERE entry.tender_id = $1 AND log.index > $2 AND log.index < $3
      ORDER BY log.index LIMIT $4`,
    [tenderId, after, size, limit],
  );
  const proofs = await proofsOf(
    reader,
    rows.map((row) => Number(row.index)),
    size,
  );
  return rows.map((row, at) => ({ ...row, index: Number(row.index), proof: proofs[at] as string[] }));
}

/** Inclusion proofs of several leaves against one root, their nodes read in one statement. */
export async function proofsOf(reader: Reader, indices: number[], size: number): Promise<string[][]> {
  const steps = indices.map((index) => inclusionSteps(index, size));
  const wanted = new Map(steps.flat(2).map((one) => [`${one.level}/${one.index}`, one]));
  const hashOf = await nodeHashes(reader, [...wanted.values()]);
  return steps.map((proof) => proof.map((step) => rootOf(step.map(hashOf)).toString('hex')));
}

export interface Retention {
  endedOn: CivilDate | null;
  retainUntil: CivilDate | null;
}

/** Of a destroyed record what its disposal says. Null where there never was such a procurement. */
export async function retentionOf(reader: Reader, tenderId: string): Promise<Retention | null> {
  const rows = await reader.query<Retention>(
    `SELECT ended_on AS "endedOn", retain_until AS "retainUntil" FROM tenders WHERE id = $1
     UNION ALL
     SELECT ended_on, retained_until FROM disposals WHERE tender_id = $1 AND state IN ('destroying', 'executed') LIMIT 1`,
    [tenderId],
  );
  return rows[0] ?? null;
}
