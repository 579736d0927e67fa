import { hashBytes } from '../platform/merkle.js';
import { tileWidth } from '../log/tiles.js';
import { keyOf } from './leaf-ids.js';
import { bundleHashes, subtreeHash } from './tile-hash.js';
import { TileReader } from './tile-reader.js';

/** A tile of the lowest level and its entries, each with the path below `tile/` where it lies: its own, or that of the full tile that it became. */
export interface TilePair {
  index: number;
  width: number;
  hashes: { path: string; width: number };
  entries: { path: string; width: number } | null;
}

/** What was seen of some tiles. */
export interface CheckedTiles {
  /** Those of hashes that are not as long as they have to be: nothing else counts then. */
  misshapen: number[];
  /** Those whose entries are not the ones that were hashed. */
  faulty: number[];
  /** The hash over each full tile of hashes. */
  full: { index: number; hash: Buffer }[];
  /** Of the entries' ids: where two are alike the ids may be, where not they are not. */
  keys: Float64Array;
}

const [tiles, bundles] = [new TileReader(), new TileReader()];

/** Holds the entries of tiles against their hashes. Little is imported here: a process begins with it. Throws CommandFault, and as reading does. */
export function checkPairs(folder: string, pairs: readonly TilePair[]): CheckedTiles {
  const checked: Omit<CheckedTiles, 'keys'> = { misshapen: [], faulty: [], full: [] };
  const keys = new Float64Array(pairs.length * tileWidth);
  let count = 0;
  const saw = (bundle: Buffer, from: number, to: number): void => {
    const key = keyOf(bundle, from, to);
    if (key !== null && count < keys.length) keys[count++] = key;
  };
  for (const { index, width, hashes: place, entries } of pairs) {
    const tile = tiles.read(folder, place.path);
    const expected = tile.subarray(0, width * hashBytes);
    if (tile.length !== place.width * hashBytes) {
      checked.misshapen.push(index);
      continue;
    }
    if (width === tileWidth) checked.full.push({ index, hash: subtreeHash(expected) });
    const hashes = entries && bundleHashes(bundles.read(folder, entries.path), saw);
    if (!hashes || hashes.length !== entries.width * hashBytes || !hashes.subarray(0, expected.length).equals(expected))
      checked.faulty.push(index);
  }
  return { ...checked, keys: keys.subarray(0, count) };
}
