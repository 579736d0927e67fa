import { canonicalJson } from '../platform/audit-leaf.js';
import type { Reader } from '../platform/reads.js';
import { proofsOf } from './archive.queries.js';
import type { Bag } from './bag.js';
import { consistencySteps } from './consistency.js';
import { proofHashes } from './log-nodes.js';
import type { Snapshot } from './snapshot.js';
import { tlogProofLines } from './tlog-proof-lines.js';

/** The acts that are receipted, by the types of their entries; each has the id of its receipt as its subject. */
export const receiptedTypes: readonly string[] = ['bid.submitted', 'bid.replaced', 'bid.withdrawn'];

/** The checkpoint that covers a bundle, and what proves (RFC 6962, base64) that it is a later state of the tree of the bundle's proofs. */
export interface BundledCheckpoint {
  origin: string;
  size: number;
  consistency: string[];
}

interface Receipted {
  id: string;
  index: string;
  leaf: string;
  payload: string | null;
  salt: string | null;
}

/** What goes along with the proof of a receipt: the leaf, and what is behind it. */
export function proofExtra({ leaf, payload, salt }: Pick<Receipted, 'leaf' | 'payload' | 'salt'>): Buffer {
  return Buffer.from(canonicalJson(payload === null || salt === null ? { leaf } : { leaf, payload, salt }), 'utf8');
}

/**
 * `data/checkpoint`, and beside each receipt the proof (C2SP tlog-proof) of its act. The first checkpoint over all of the bundle that was cosigned, else the
 * first that was signed, so that later ones change nothing. Null while there is none; then nothing is put.
 */
export async function putProofs(bag: Bag, snapshot: Snapshot, tenderId: string, size: number): Promise<BundledCheckpoint | null> {
  const checkpoint = await checkpointOver(snapshot, size);
  if (!checkpoint) return null;
  const { origin, note } = checkpoint;
  await bag.put('data/checkpoint', note);
  const acts = await receiptedActs(snapshot, tenderId);
  const proofs = await proofsOf(
    snapshot,
    acts.map((one) => Number(one.index)),
    checkpoint.size,
  );
  for (const [at, act] of acts.entries()) {
    const hashes = (proofs[at] as string[]).map((one) => Buffer.from(one, 'hex'));
    await bag.put(`data/receipts/${act.id}.tlog-proof`, tlogProofLines(Number(act.index), hashes, note, proofExtra(act)));
  }
  const consistency = await proofHashes(snapshot, consistencySteps(size, checkpoint.size));
  return { origin, size: checkpoint.size, consistency: consistency.map((one) => one.toString('base64')) };
}

async function checkpointOver(reader: Reader, size: number): Promise<{ origin: string; size: number; note: string } | null> {
  const [row] = await reader.query<{ origin: string; size: string; note: string }>(
    `WITH covering AS (
       (SELECT origin, size, 1 AS turn FROM log_cosignatures WHERE size >= $1 ORDER BY size, origin LIMIT 1)
       UNION ALL (SELECT origin, size, 2 FROM log_checkpoints WHERE size >= $1 ORDER BY size, published LIMIT 1))
     SELECT origin, size, note || coalesce((SELECT string_agg(line, '' ORDER BY witness) FROM log_cosignatures own
                                             WHERE own.origin = one.origin AND own.size = one.size), '') AS note
       FROM covering JOIN log_checkpoints one USING (origin, size) ORDER BY turn LIMIT 1`,
    [size],
  );
  return row ? { ...row, size: Number(row.size) } : null;
}

async function receiptedActs(reader: Reader, tenderId: string): Promise<Receipted[]> {
  return reader.query<Receipted>(
    `SELECT entry.subject_id AS id, log.index, entry.leaf, body.payload, encode(body.salt, 'hex') AS salt
       FROM audit_entries entry JOIN log_entries log ON log.entry_id = entry.id LEFT JOIN audit_payloads body ON body.entry_id = entry.id
      WHERE entry.tender_id = $1 AND entry.type = ANY ($2) ORDER BY entry.subject_id`,
    [tenderId, receiptedTypes],
  );
}
