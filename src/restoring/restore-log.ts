import type pg from 'pg';
import { putNodes } from '../archive/log-nodes.js';
import { append, hashBytes, rootOf, type Node } from '../platform/merkle.js';
import { CommandFault } from '../platform/command-fault.js';
import { parseCheckpoint, type SignedCheckpoint } from '../log/checkpoint.js';
import { signatureLine } from '../log/signed-note.js';
import { tilePath, tileWidth } from '../log/tiles.js';
import { readBytes, type Named } from '../verification/inputs.js';
import { leafHashes, readLogFolder, type LogFolder } from '../verification/log-folder.js';
import { entriesOf, type OpenedBundle } from './opened-bundle.js';

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
  const leaves = leavesOf(folder);
  await requireLeaves(leaves, bundles);
  const checkpoints = await checkpointsOf(bundles);
  const wanted = new Map<number, Wanted>([
    ...checkpoints.map((one): [number, Wanted] => [one.size, { root: one.root.toString('hex'), recordedAt: null }]),
    ...bundles.map(({ facts }): [number, Wanted] => [facts.log.size, facts.log]),
  ]);
  if (checkpoints.some((one) => one.size * hashBytes > leaves.length)) throw otherTree('data/checkpoint');
  const size = leaves.length / hashBytes;
  let frontier: Buffer[] = [];
  let waiting: Node[] = [];
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
  for (const checkpoint of checkpoints) await putCheckpoint(client, checkpoint);
  return { size, root: rootOf(frontier).toString('hex') };
}

/** A root as a bundle says it, and when it was recorded, where that is said. */
type Wanted = { root: string; recordedAt: string | null };

async function checkpointsOf(bundles: readonly OpenedBundle[]): Promise<SignedCheckpoint[]> {
  const checkpoints: SignedCheckpoint[] = [];
  for (const { files } of bundles) {
    const file = files.get('data/checkpoint');
    const checkpoint = file && parseCheckpoint((await readBytes(file)).toString('utf8'));
    if (checkpoint) checkpoints.push(checkpoint);
  }
  return checkpoints;
}

/** As it was published: signed by the log, and a line of each witness. When that was, no bundle says. */
async function putCheckpoint(client: pg.Client, { origin, size, root, note }: SignedCheckpoint): Promise<void> {
  const [own, others] = [true, false].map((isOwn) => note.signatures.filter((one) => (one.name === origin) === isOwn));
  await client.query(
    `INSERT INTO log_checkpoints (origin, size, root, note, recorded_at) VALUES ($1, $2, $3, $4, platform_now()) ON CONFLICT DO NOTHING`,
    [origin, size, root, `${note.text}\n${(own ?? []).map(signatureLine).join('')}`],
  );
  for (const one of others ?? [])
    await client.query(
      `INSERT INTO log_cosignatures (origin, size, witness, line, recorded_at) VALUES ($1, $2, $3, $4, platform_now()) ON CONFLICT DO NOTHING`,
      [origin, size, one.name, signatureLine(one)],
    );
}

/** Leaf hashes one behind the other, as far as the tiles of the lowest level reach. */
function leavesOf(folder: LogFolder): Buffer {
  const widths = [...folder.tiles.values()].filter(({ level }) => level === 0);
  const size = Math.max(0, ...widths.map(({ index, width }) => index * tileWidth + width));
  const read = leafHashes(folder, size);
  if ('hashes' in read) return read.hashes;
  const path = tilePath(read.missing);
  throw new CommandFault({ zh: `缺少 tile/${path}。`, en: `tile/${path} is missing.` });
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

function otherTree(where: string): CommandFault {
  return new CommandFault({
    zh: `日志的块与档案包不是同一日志（${where}），或不够新。`,
    en: `The tiles and the bundles are not of one log (${where}), or the tiles are older than the bundles.`,
  });
}
