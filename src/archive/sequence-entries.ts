import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { append, rootOf, subtreesOf, type Node } from '../platform/merkle.js';
import type { Reader } from '../platform/reads.js';
import { nodeHashes, putNodes } from './log-nodes.js';

const entriesMax = 500;

/**
 * The one sequencer: gives entries that have been committed their contiguous index, extends the tree and records its root, all in one
 * transaction under one advisory lock. Commit order is not the order of ids, so it works from what is pending, never from "id above the last".
 * How many leaves of sealed bids come at a time, and when, is the database's to say (D3): neither this service nor a reader of the log counts them.
 */
@Injectable()
export class SequenceEntries {
  constructor(private readonly dataSource: DataSource) {}

  /** Sequences until nothing is due; answers how many entries were added. Another sequencer at work: 0. */
  async run(): Promise<number> {
    let added = 0;
    for (;;) {
      const batch = await this.dataSource.transaction('READ COMMITTED', (manager) =>
        sequenceBatch(manager.queryRunner as QueryRunner),
      );
      added += batch;
      if (batch < entriesMax) return added;
    }
  }
}

async function sequenceBatch(runner: QueryRunner): Promise<number> {
  const [gate] = (await runner.query('SELECT pg_try_advisory_xact_lock(7203470065) AS taken')) as { taken: boolean }[];
  if (!gate?.taken) return 0;
  const pending = (await runner.query('SELECT entry_id, leaf_hash FROM take_pending($1)', [entriesMax])) as {
    entry_id: string;
    leaf_hash: Buffer;
  }[];
  if (pending.length === 0) return 0;
  const [last] = (await runner.query('SELECT coalesce(max(size), 0) AS size FROM log_roots')) as { size: string }[];
  const size = Number(last?.size);
  const subtrees = subtreesOf(size);
  const frontier = subtrees.map(await nodeHashes(runner as Reader, subtrees));
  const grown = grow(
    size,
    frontier,
    pending.map((one) => one.leaf_hash),
  );
  await runner.query(
    'INSERT INTO log_entries (index, entry_id, leaf_hash) SELECT $1::bigint + place - 1, entry_id, leaf_hash FROM unnest($2::uuid[], $3::bytea[]) WITH ORDINALITY AS leaf (entry_id, leaf_hash, place)',
    [size, pending.map((one) => one.entry_id), pending.map((one) => one.leaf_hash)],
  );
  await putNodes(runner, grown.nodes);
  await runner.query('INSERT INTO log_roots (size, root, recorded_at) VALUES ($1, $2, platform_now())', [
    size + pending.length,
    rootOf(grown.frontier),
  ]);
  return pending.length;
}

function grow(size: number, start: Buffer[], leaves: Buffer[]): { nodes: Node[]; frontier: Buffer[] } {
  let frontier = start;
  const nodes = leaves.flatMap((leaf, offset) => {
    const grown = append(size + offset, frontier, leaf);
    frontier = grown.frontier;
    return grown.nodes;
  });
  return { nodes, frontier };
}
