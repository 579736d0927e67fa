import { join } from 'node:path';
import { parseCheckpoint, type SignedCheckpoint } from '../log/checkpoint.js';
import { leavesIn, leavesUnder, tilePath, tileWidth, type Tile } from '../log/tiles.js';
import { hashBytes } from '../platform/merkle.js';
import { checkCheckpoint, readLogKeys } from './check-checkpoint.js';
import { checkBundle } from './check-entry-bundle.js';
import type { Findings, Place } from './findings.js';
import { HashTree } from './hash-tree.js';
import { readBytes, type Named } from './inputs.js';
import { idOf, keyOf } from './leaf-ids.js';
import { lowestTiles, placeOf, readLogFolder, type LogFolder } from './log-folder.js';
import { SeenKeys } from './seen-keys.js';
import type { TilePair } from './tile-checks.js';
import { checkTiles } from './tile-processes.js';
import { readTile } from './tile-reader.js';

export interface LogInputs {
  folder: Named;
  logKey: Named | null;
  witnessKey: Named | null;
}

const at = (path: string): Place => ({ file: path, pointer: '' });

/** `verify log`: a log that was downloaded, from its entries up to its signatures. Throws CommandFault where a file cannot be read. */
export async function verifyLog({ folder, logKey, witnessKey }: LogInputs, findings: Findings): Promise<void> {
  const keys = await readLogKeys(logKey, witnessKey);
  const log = await readLogFolder(folder);
  const checkpoints: { name: string; checkpoint: SignedCheckpoint }[] = [];
  for (const name of log.checkpoints) {
    const bytes = await readBytes({ name, path: join(folder.path, name) });
    const checkpoint = checkCheckpoint(parseCheckpoint(bytes.toString('utf8')), at(name), keys, findings);
    if (checkpoint) checkpoints.push({ name, checkpoint });
  }
  for (const path of log.strange) findings.fault(at(path), '不是日志的检查点或块。', 'Is no checkpoint or tile of a log.');
  if (log.checkpoints.length === 0) return findings.fault(at('checkpoint'), '文件缺失。', 'Is missing.');
  const origins = new Set(checkpoints.map(({ checkpoint }) => checkpoint.origin));
  if (origins.size > 1)
    return findings.fault(at('checkpoint'), '各检查点不属于同一日志。', 'The checkpoints are of several logs.');
  const size = Math.max(0, ...checkpoints.map(({ checkpoint }) => checkpoint.size));
  const read = await readTree(log, size, findings);
  if (!read) return;
  for (const { name, checkpoint } of checkpoints)
    if (!read.tree.root(checkpoint.size).equals(checkpoint.root))
      findings.fault(at(name), '根与各块不符。', 'The root is not that of the tiles.');
  checkOtherTiles(log, read, findings);
  for (const index of read.faulty) checkEntries(log, read.tree, read.pairs[index] as TilePair, findings);
  checkIds(log, read, findings);
  if (checkpoints.length < 2)
    findings.notChecked(
      '只有一个检查点：与先前状态是否一致未核验。',
      'There is one checkpoint: consistency with an earlier one was not checked.',
    );
}

interface ReadTree {
  tree: HashTree;
  pairs: readonly TilePair[];
  /** The tiles whose entries are not the ones that were hashed. */
  faulty: readonly number[];
  /** Keys that ids share. */
  alike: ReadonlySet<number>;
}

/** From the tiles of leaf hashes, whose entries are checked on the way; null where one is missing, since nothing can be said without it. */
async function readTree(log: LogFolder, size: number, findings: Findings): Promise<ReadTree | null> {
  const tiles = lowestTiles(log, size);
  const pairs = tiles.map((tile) => pairOf(log, tile));
  const lost = tiles.find((_, at) => pairs[at] === null);
  if (lost) return missing(lost, findings);
  const there = pairs as TilePair[];
  const tileHashes = Buffer.alloc(Math.floor(size / tileWidth) * hashBytes);
  const keys = new SeenKeys(there.length * tileWidth);
  const misshapen: number[] = [];
  const faulty: number[] = [];
  await checkTiles(log.folder.path, there, (checked) => {
    misshapen.push(...checked.misshapen);
    faulty.push(...checked.faulty);
    for (const { index, hash } of checked.full) hash.copy(tileHashes, index * hashBytes);
    keys.add(checked.keys);
  });
  const [first] = misshapen.sort(byNumber);
  if (first !== undefined) return missing(tiles[first] as Tile, findings);
  const leafTile = (index: number): Buffer => {
    const { hashes, width } = there[index] as TilePair;
    return readTile(log.folder.path, hashes.path).subarray(0, width * hashBytes);
  };
  const tree = new HashTree(size, tileHashes, leafTile);
  return { tree, pairs: there, faulty: faulty.sort(byNumber), alike: keys.repeated };
}

function byNumber(one: number, other: number): number {
  return one - other;
}

function missing(tile: Tile, findings: Findings): null {
  findings.fault(at(`tile/${tilePath(tile)}`), '缺失或长度不符。', 'Is missing, or not as long as it has to be.');
  return null;
}

function pairOf(log: LogFolder, { index, width }: Tile): TilePair | null {
  const hashes = placeOf(log, { level: 0, index, width });
  return hashes && { index, width, hashes, entries: placeOf(log, { level: 'entries', index, width }) };
}

function checkEntries(log: LogFolder, tree: HashTree, tile: Omit<TilePair, 'hashes'>, findings: Findings): void {
  checkBundle(log.folder.path, tile, tree.hashes(0, tile.index * tileWidth, tile.width), findings);
}

/** Every tile that lies there beyond those that made the tree: of higher levels, and of earlier checkpoints. */
function checkOtherTiles(log: LogFolder, { tree, pairs }: ReadTree, findings: Findings): void {
  const known = new Set(pairs.flatMap(({ hashes, entries }) => [hashes.path, ...(entries ? [entries.path] : [])]));
  for (const [path, tile] of log.tiles) {
    const { level, index, width } = tile;
    if (leavesUnder(tile) > tree.size) findings.fault(at(`tile/${path}`), '超出检查点。', 'Goes beyond the checkpoint.');
    else if (known.has(path)) continue;
    else if (level === 'entries') checkEntries(log, tree, { index, width, entries: { path, width } }, findings);
    else if (!readTile(log.folder.path, path).equals(tree.hashes(level, index * tileWidth, width)))
      findings.fault(at(`tile/${path}`), '与下层不符。', 'Does not follow from what is below.');
  }
}

/** An event has one leaf. The ids themselves are looked at only where their keys are alike. */
function checkIds(log: LogFolder, { pairs, alike }: ReadTree, findings: Findings): void {
  if (alike.size === 0) return;
  const seen = new Set<string>();
  for (const { index, width, entries } of pairs) {
    const file = `tile/${tilePath({ level: 'entries', index, width })}`;
    for (const leaf of (entries && leavesIn(readTile(log.folder.path, entries.path))) ?? []) {
      const id = alike.has(keyOf(leaf, 0, leaf.length) ?? -1) ? idOf(leaf) : '';
      if (id !== '' && seen.has(id))
        findings.fault(at(file), `同一事件有两条记录（${id}）。`, `Holds a second entry of one event (${id}).`);
      seen.add(id);
    }
  }
}
