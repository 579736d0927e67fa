import type pg from 'pg';
import { append, rootOf } from '../platform/merkle.js';
import { CommandFault } from '../bids/seal-inputs.js';
import { tilePath, tilesOf } from '../log/tiles.js';
import type { Named } from '../verification/inputs.js';
import { readLogFolder, tileBytes, type LogFolder } from '../verification/log-folder.js';
import { entriesOf, type OpenedBundle } from './opened-bundle.js';

const hashBytes = 32;
const nodesMax = 2_000;

export interface RestoredLog {
  size: number;
  root: string;
}

/**
 * The whole tree from the tiles of the log, which have the leaf hash of every entry, also of those that no bundle has; and the roots that the bundles
 * lead to. Throws CommandFault where a tile is missing, or the tree is not the one that a bundle proves itself in.
 */
export async function restoreLog(client: pg.Client, named: Named, bundles: readonly OpenedBundle[]): Promise<RestoredLog> {
  const folder = await readLogFolder(named);
  const leaves = await leavesOf(folder);
  await requireLeaves(leaves, bundles);
  const wanted = new Map(bundles.map(({ facts }) => [facts.log.size, facts.log]));
  const size = leaves.length / hashBytes;
  let frontier: Buffer[] = [];
  let waiting: ReturnType<typeof append>['nodes'] = [];
  for (let index = 0; index < size; index += 1) {
    const grown = append(index, frontier, leaves.subarray(index * hashBytes, (index + 1) * hashBytes));
    frontier = grown.frontier;
    waiting.push(...grown.nodes);
    const log = wanted.get(index + 1);
    const root = log || index + 1 === size ? rootOf(frontier) : null;
    if (log && root && log.root !== root.toString('hex')) throw otherTree(`${index + 1}`);
    if (root) await putRoot(client, index + 1, root, log?.recordedAt ?? null);
    if (waiting.length >= nodesMax || index + 1 === size) {
      await putNodes(client, waiting);
      waiting = [];
    }
  }
  return { size, root: rootOf(frontier).toString('hex') };
}

/** Leaf hashes one behind the other, as far as the tiles of the lowest level reach. */
async function leavesOf(folder: LogFolder): Promise<Buffer> {
  const widths = [...folder.tiles.values()].filter(({ level }) => level === 0);
  const size = Math.max(0, ...widths.map(({ index, width }) => index * 256 + width));
  const parts: Buffer[] = [];
  for (const tile of tilesOf(0, size)) {
    const found = await tileBytes(folder, tile);
    if (!found || found.bytes.length < tile.width * hashBytes)
      throw new CommandFault({ zh: `缺少 tile/${tilePath(tile)}。`, en: `tile/${tilePath(tile)} is missing.` });
    parts.push(found.bytes.subarray(0, tile.width * hashBytes));
  }
  return Buffer.concat(parts);
}

async function requireLeaves(leaves: Buffer, bundles: readonly OpenedBundle[]): Promise<void> {
  for (const bundle of bundles) {
    if (bundle.facts.log.size * hashBytes > leaves.length) throw otherTree(String(bundle.facts.log.size));
    for await (const { index, leafHash } of entriesOf(bundle))
      if (leaves.subarray(index * hashBytes, (index + 1) * hashBytes).toString('hex') !== leafHash)
        throw otherTree(String(index));
  }
}

async function putRoot(client: pg.Client, size: number, root: Buffer, recordedAt: string | null): Promise<void> {
  await client.query(
    'INSERT INTO log_roots (size, root, recorded_at) VALUES ($1, $2, coalesce($3::timestamptz, platform_now()))',
    [size, root, recordedAt],
  );
}

async function putNodes(client: pg.Client, nodes: ReturnType<typeof append>['nodes']): Promise<void> {
  await client.query('INSERT INTO log_nodes (level, index, hash) SELECT * FROM unnest($1::int[], $2::bigint[], $3::bytea[])', [
    nodes.map((one) => one.level),
    nodes.map((one) => one.index),
    nodes.map((one) => one.hash),
  ]);
}

function otherTree(where: string): CommandFault {
  return new CommandFault({
    zh: `日志的块与档案包不是同一日志（${where}），或不够新。`,
    en: `The tiles and the bundles are not of one log (${where}), or the tiles are older than the bundles.`,
  });
}
