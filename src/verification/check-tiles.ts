import { hashBytes } from '../platform/merkle.js';
import { tilePath, tileWidth, type Tile } from '../log/tiles.js';
import { Findings } from './findings.js';
import { readTile } from './log-folder.js';
import { bundleHashes, tileHash } from './tile-hash.js';

/** A tile of the lowest level and its entries, each with the path below `tile/` where it lies: its own, or that of the full tile that it became. */
export interface TilePair {
  index: number;
  width: number;
  hashes: string;
  entries: { path: string; width: number } | null;
}

/** Some of a log's tiles, and the memory of the whole tree, which several threads fill. */
export interface TilesToCheck {
  /** Of the log. */
  folder: string;
  pairs: readonly TilePair[];
  /** Of all leaves, one behind the other. */
  leafHashes: SharedArrayBuffer;
  /** Of all full tiles. */
  tileHashes: SharedArrayBuffer;
}

export interface CheckedTiles {
  /** The first tile of hashes that is too short: nothing more is said then. */
  short: Tile | null;
  findings: Pick<Findings, 'faults' | 'more'>;
  /** Of the entries' ids, sorted: where two are alike the ids may be, where not they are not. */
  keys: Float64Array;
}

/** Reads hashes and entries of those tiles, and tells every entry that is not the one that was hashed. Throws CommandFault, and as reading does. */
export function checkTiles({ folder, pairs, leafHashes, tileHashes }: TilesToCheck): CheckedTiles {
  const [leaves, tiles] = [Buffer.from(leafHashes), Buffer.from(tileHashes)];
  const keys = new Float64Array(pairs.length * tileWidth);
  const findings = new Findings();
  let count = 0;
  for (const pair of pairs) {
    const { index, width } = pair;
    const hashes = readTile(folder, pair.hashes).subarray(0, width * hashBytes);
    if (hashes.length < width * hashBytes) return { short: { level: 0, index, width }, findings, keys: keys.subarray(0, 0) };
    hashes.copy(leaves, index * tileWidth * hashBytes);
    if (width === tileWidth) tileHash(hashes).copy(tiles, index * hashBytes);
    checkBundle(folder, pair, hashes, findings, (bundle, from, to) => {
      const key = keyOf(bundle, from, to);
      if (key !== null && count < keys.length) keys[count++] = key;
    });
  }
  return { short: null, findings, keys: keys.subarray(0, count).sort() };
}

/** Whether the entries of a tile are the ones that were hashed. Throws CommandFault, and as reading does. */
export function checkBundle(
  folder: string,
  { entries, index, width }: Omit<TilePair, 'hashes'>,
  expected: Buffer,
  findings: Findings,
  each: (bundle: Buffer, from: number, to: number) => void = () => undefined,
): void {
  const file = `tile/${tilePath({ level: 'entries', index, width })}`;
  if (!entries) return findings.fault({ file, pointer: '' }, '文件缺失。', 'Is missing.');
  const bundle = readTile(folder, entries.path);
  const hashes = bundleHashes(bundle, (from, to) => each(bundle, from, to));
  if (hashes?.length !== entries.width * hashBytes)
    return findings.fault({ file, pointer: '' }, '不是应有数目的记录。', 'Does not hold as many entries as it has to.');
  if (hashes.subarray(0, expected.length).equals(expected)) return;
  for (let entry = 0; entry < width; entry += 1) {
    const [from, to] = [entry * hashBytes, (entry + 1) * hashBytes];
    if (hashes.compare(expected, from, to, from, to) !== 0)
      findings.fault(
        { file, pointer: `/${entry}` },
        `第${index * tileWidth + entry}号记录与其散列不符。`,
        `Entry ${index * tileWidth + entry} is not the one that was hashed.`,
      );
  }
}

const idEnds = 43;
const keyDigits = 12;

/** The last 48 bits of a leaf's id, which stands in one place in canonical form; some number for a leaf without, null for one too short to have one. */
export function keyOf(bundle: Buffer, from: number, to: number): number | null {
  const end = from + idEnds;
  if (end >= to) return null;
  let key = 0;
  for (let at = end - keyDigits; at < end; at += 1) {
    const digit = bundle[at] as number;
    key = key * 16 + ((digit > 0x39 ? digit - 0x57 : digit) & 15);
  }
  return key;
}

/** Without the parser. Empty for leaves that have none. */
export function idOf(leaf: Buffer): string {
  return /^\{"id":"([0-9a-f-]{36})"/.exec(leaf.toString('latin1', 0, 64))?.[1] ?? '';
}
