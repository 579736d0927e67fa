import type { Reader } from '../platform/reads.js';
import { inclusionSteps } from '../platform/merkle.js';
import { proofHashes } from '../archive/log-nodes.js';
import { tlogProofLines } from '../archive/tlog-proof-lines.js';

/**
 * C2SP tlog-proof of the entry at that index: its inclusion in the newest checkpoint that covers it, one with a cosignature before any without. `extra` is
 * put in as it is, and signed by nobody. Null where no checkpoint covers the index yet.
 */
export async function tlogProof(reader: Reader, index: number, extra?: Buffer): Promise<string | null> {
  const [checkpoint] = await reader.query<{ size: string; note: string; lines: string }>(
    `SELECT size, note, coalesce(lines, '') AS lines
       FROM log_checkpoints one
       LEFT JOIN LATERAL (SELECT string_agg(line, '' ORDER BY witness) AS lines FROM log_cosignatures
                           WHERE origin = one.origin AND size = one.size) cosigned ON true
      WHERE size > $1 ORDER BY lines IS NULL, published DESC LIMIT 1`,
    [index],
  );
  if (!checkpoint) return null;
  const hashes = await proofHashes(reader, inclusionSteps(index, Number(checkpoint.size)));
  return tlogProofLines(index, hashes, `${checkpoint.note}${checkpoint.lines}`, extra);
}
