import { hashBytes } from '../platform/merkle.js';
import { tilePath, tileWidth, type Tile } from '../log/tiles.js';
import { Findings } from './findings.js';
import { TileReader } from './log-folder.js';
import { bundleHashes, subtreeHash } from './tile-hash.js';

/** A tile of the lowest level and its entries, each with the path below `tile/` where it lies: its own, or that of the full tile that it became. */
export interface TilePair {
  index: number;
  width: number;
  hashes: string;
  entries: { path: string; width: number } | null;
}

/** A log's tiles, and memory that several threads fill. */
export interface TilesToCheck {
  /** Of the log. */
  folder: string;
  pairs: readonly TilePair[];
  /** How many of them some thread has taken: one number of 32 bits. */
  taken: SharedArrayBuffer;
  /** Of all full tiles, one behind the other. */
  tileHashes: SharedArrayBuffer;
}

export interface CheckedTiles {
  /** Tiles of hashes that are too short: nothing else counts then. */
  short: Tile[];
  /** Of tiles whose entries are not the ones that were hashed. */
  faulty: { index: number; findings: Pick<Findings, 'faults' | 'more'> }[];
  /** Of the entries' ids, sorted: where two are alike the ids may be, where not they are not. */
  keys: Float64Array;
}

const takenAtOnce = 32;
const [tilesOfHashes, bundles] = [new TileReader(), new TileReader()];

/**
 * Reads hashes and entries of tiles that no other thread has taken, until there are none, and tells every entry that is not the one that was hashed.
 * Throws CommandFault, and as reading does.
 */
export function checkTiles({ folder, pairs, taken, tileHashes }: TilesToCheck): CheckedTiles {
  const tiles = Buffer.from(tileHashes);
  const keys = new Float64Array(pairs.length * tileWidth);
  let count = 0;
  const saw = (bundle: Buffer, from: number, to: number): void => {
    const key = keyOf(bundle, from, to);
    if (key !== null && count < keys.length) keys[count++] = key;
  };
  const checked: Omit<CheckedTiles, 'keys'> = { short: [], faulty: [] };
  for (let share = take(pairs, taken); share.length > 0; share = take(pairs, taken))
    for (const pair of share) {
      const { index, width } = pair;
      const hashes = tilesOfHashes.read(folder, pair.hashes).subarray(0, width * hashBytes);
      if (hashes.length < width * hashBytes) {
        checked.short.push({ level: 0, index, width });
        continue;
      }
      if (width === tileWidth) subtreeHash(hashes).copy(tiles, index * hashBytes);
      const findings = new Findings();
      checkBundle(folder, pair, hashes, findings, saw);
      if (!findings.holds) checked.faulty.push({ index, findings });
    }
  return { ...checked, keys: keys.slice(0, count).sort() };
}

function take(pairs: readonly TilePair[], taken: SharedArrayBuffer): readonly TilePair[] {
  const from = Atomics.add(new Int32Array(taken), 0, takenAtOnce);
  return pairs.slice(from, from + takenAtOnce);
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
  const bundle = bundles.read(folder, entries.path);
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
