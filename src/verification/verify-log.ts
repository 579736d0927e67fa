import { join } from 'node:path';
import { parseCheckpoint, type SignedCheckpoint } from '../log/checkpoint.js';
import { leavesUnder, tilePath, tilesOf, tileWidth, type Tile } from '../log/tiles.js';
import { hashBytes } from '../platform/merkle.js';
import { checkCheckpoint, readLogKeys } from './check-checkpoint.js';
import type { Findings, Place } from './findings.js';
import { bundleHashes, HashTree } from './hash-tree.js';
import { readBytes, type Named } from './inputs.js';
import { leafHashes, readLogFolder, tileBytes, type LogFolder } from './log-folder.js';

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
  if (log.checkpoints.length === 0) return findings.fault(at('checkpoint'), '文件缺失。', 'Is missing.');
  const origins = new Set(checkpoints.map(({ checkpoint }) => checkpoint.origin));
  if (origins.size > 1)
    return findings.fault(at('checkpoint'), '各检查点不属于同一日志。', 'The checkpoints are of several logs.');
  const size = Math.max(0, ...checkpoints.map(({ checkpoint }) => checkpoint.size));
  const tree = await readTree(log, size, findings);
  if (!tree) return;
  for (const { name, checkpoint } of checkpoints)
    if (!tree.root(checkpoint.size).equals(checkpoint.root))
      findings.fault(at(name), '根与各块不符。', 'The root is not that of the tiles.');
  await checkTiles(log, tree, findings);
  await checkEntries(log, tree, findings);
  if (checkpoints.length < 2)
    findings.notChecked(
      '只有一个检查点：与先前状态是否一致未核验。',
      'There is one checkpoint: consistency with an earlier one was not checked.',
    );
}

/** From the tiles of leaf hashes; null where one is missing, since nothing can be said without it. */
async function readTree(log: LogFolder, size: number, findings: Findings): Promise<HashTree | null> {
  const read = await leafHashes(log, size);
  if ('hashes' in read) return new HashTree(read.hashes);
  findings.fault(at(`tile/${tilePath(read.missing)}`), '缺失或过短。', 'Is missing or too short.');
  return null;
}

/** Every tile of hashes that lies there, those of earlier checkpoints too. */
async function checkTiles(log: LogFolder, tree: HashTree, findings: Findings): Promise<void> {
  for (const path of log.strange) findings.fault(at(`tile/${path}`), '不是日志的块。', 'Is no tile of a log.');
  for (const [path, tile] of log.tiles) {
    if (leavesUnder(tile) > tree.size) findings.fault(at(`tile/${path}`), '超出检查点。', 'Goes beyond the checkpoint.');
    else if (tile.level !== 'entries') {
      const found = await tileBytes(log, tile);
      if (!found?.bytes.equals(tree.hashes(tile.level, tile.index * tileWidth, tile.width)))
        findings.fault(at(`tile/${path}`), '与下层不符。', 'Does not follow from what is below.');
    }
  }
}

async function checkEntries(log: LogFolder, tree: HashTree, findings: Findings): Promise<void> {
  const seen = new Set<string>();
  const needed = new Map(tilesOf('entries', tree.size).map((tile) => [tilePath(tile), tile]));
  const others = [...log.tiles].filter(
    ([path, tile]) => tile.level === 'entries' && !needed.has(path) && leavesUnder(tile) <= tree.size,
  );
  for (const [path, tile] of needed)
    await checkBundle(log, tree, path, tile, findings, (id) => firstSeen(seen, id, path, findings));
  for (const [path, tile] of others) await checkBundle(log, tree, path, tile, findings, () => undefined);
}

async function checkBundle(
  log: LogFolder,
  tree: HashTree,
  path: string,
  tile: Tile,
  findings: Findings,
  saw: (id: string) => void,
): Promise<void> {
  const found = await tileBytes(log, tile);
  if (!found) return findings.fault(at(`tile/${path}`), '文件缺失。', 'Is missing.');
  const hashes = bundleHashes(found.bytes, (leaf) => saw(idOf(leaf)));
  const width = found.path === path ? tile.width : tileWidth;
  if (hashes?.length !== width * hashBytes)
    return findings.fault(at(`tile/${path}`), '不是应有数目的记录。', 'Does not hold as many entries as it has to.');
  const expected = tree.hashes(0, tile.index * tileWidth, tile.width);
  for (let entry = 0; entry < tile.width; entry += 1)
    if (hashes.compare(expected, entry * hashBytes, (entry + 1) * hashBytes, entry * hashBytes, (entry + 1) * hashBytes) !== 0)
      findings.fault(
        { file: `tile/${path}`, pointer: `/${entry}` },
        `第${tile.index * tileWidth + entry}号记录与其散列不符。`,
        `Entry ${tile.index * tileWidth + entry} is not the one that was hashed.`,
      );
}

/** Without the parser: of a leaf in canonical form the id stands in one place only. Empty for leaves that have none. */
function idOf(leaf: Buffer): string {
  return /^\{"id":"([0-9a-f-]{36})"/.exec(leaf.toString('latin1', 0, 64))?.[1] ?? '';
}

function firstSeen(seen: Set<string>, id: string, path: string, findings: Findings): void {
  if (id !== '' && seen.has(id))
    findings.fault(at(`tile/${path}`), `同一事件有两条记录（${id}）。`, `Holds a second entry of one event (${id}).`);
  seen.add(id);
}
