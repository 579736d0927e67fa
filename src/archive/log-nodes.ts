import { rootOf, type Node, type ProofStep } from '../platform/merkle.js';
import type { Reader } from '../platform/reads.js';

type Subtree = ProofStep[number];

/** The hashes of complete subtrees of the log, read in one statement. The answer throws Error for one that the tree lacks. */
export async function nodeHashes(reader: Reader, wanted: readonly Subtree[]): Promise<(subtree: Subtree) => Buffer> {
  const rows =
    wanted.length === 0
      ? []
      : await reader.query<{ level: number; index: string; hash: Buffer }>(
          'SELECT level, index, hash FROM log_nodes WHERE (level, index) IN (SELECT * FROM unnest($1::int[], $2::bigint[]))',
          [wanted.map((one) => one.level), wanted.map((one) => one.index)],
        );
  const hashes = new Map(rows.map((row) => [`${row.level}/${row.index}`, row.hash]));
  return ({ level, index }) => {
    const hash = hashes.get(`${level}/${index}`);
    if (!hash) throw new Error(`the log's tree lacks node ${level}/${index}`);
    return hash;
  };
}

/** The proof that consists of those steps. Throws Error where the tree lacks a node of it. */
export async function proofHashes(reader: Reader, steps: readonly ProofStep[]): Promise<Buffer[]> {
  const hashOf = await nodeHashes(reader, steps.flat());
  return steps.map((step) => rootOf(step.map(hashOf)));
}

/** What came into being with new leaves, in one statement. */
export async function putNodes(
  writer: { query(sql: string, params: unknown[]): Promise<unknown> },
  nodes: readonly Node[],
): Promise<void> {
  await writer.query('INSERT INTO log_nodes (level, index, hash) SELECT * FROM unnest($1::int[], $2::bigint[], $3::bytea[])', [
    nodes.map((one) => one.level),
    nodes.map((one) => one.index),
    nodes.map((one) => one.hash),
  ]);
}
