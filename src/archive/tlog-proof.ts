import type { Reader } from '../platform/reads.js';
import { inclusionSteps, rootOf } from './merkle.js';

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
  const hashes = await inclusionHashes(reader, index, Number(checkpoint.size));
  const lines = [
    'c2sp.org/tlog-proof@v1',
    ...(extra === undefined ? [] : [`extra ${extra.toString('base64')}`]),
    `index ${index}`,
    ...hashes.map((one) => one.toString('base64')),
  ];
  return `${lines.join('\n')}\n\n${checkpoint.note}${checkpoint.lines}`;
}

async function inclusionHashes(reader: Reader, index: number, size: number): Promise<Buffer[]> {
  const steps = inclusionSteps(index, size);
  const wanted = steps.flat();
  const rows = await reader.query<{ level: number; index: string; hash: Buffer }>(
    'SELECT level, index, hash FROM log_nodes WHERE (level, index) IN (SELECT * FROM unnest($1::int[], $2::bigint[]))',
    [wanted.map((one) => one.level), wanted.map((one) => one.index)],
  );
  const hashes = new Map(rows.map((row) => [`${row.level}/${row.index}`, row.hash]));
  return steps.map((step) => rootOf(step.map((one) => hashes.get(`${one.level}/${one.index}`) as Buffer)));
}
