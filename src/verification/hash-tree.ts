import { hash } from 'node:crypto';
import { hashBytes, rootOf, subtreesOf } from '../platform/merkle.js';
import { tileHeight, tileWidth } from '../log/tiles.js';

/** RFC 6962 over leaf hashes that lie one behind the other; every eighth level is kept, as tiles are. */
export class HashTree {
  private readonly levels: Buffer[];

  constructor(leafHashes: Buffer) {
    this.levels = [leafHashes];
    for (let below = leafHashes; below.length >= tileWidth * hashBytes;) {
      const full = Math.floor(below.length / (tileWidth * hashBytes));
      const next = Buffer.concat(
        Array.from({ length: full }, (_, at) =>
          reduced(below.subarray(at * tileWidth * hashBytes, (at + 1) * tileWidth * hashBytes)),
        ),
      );
      this.levels.push(next);
      below = next;
    }
  }

  get size(): number {
    return (this.levels[0] as Buffer).length / hashBytes;
  }

  /** The hashes of one level of tiles from `first`, so many of them; fewer where the tree ends. */
  hashes(level: number, first: number, count: number): Buffer {
    return this.levels[level]?.subarray(first * hashBytes, (first + count) * hashBytes) ?? Buffer.of();
  }

  /** Of the tree's first `size` leaves. */
  root(size: number): Buffer {
    return rootOf(
      subtreesOf(size).map(({ level, index }) => {
        const width = 2 ** (level % tileHeight);
        return reduced(this.hashes(Math.floor(level / tileHeight), index * width, width));
      }),
    );
  }
}

/** The hash over a power of two of hashes. */
function reduced(hashes: Buffer): Buffer {
  const node = Buffer.alloc(1 + 2 * hashBytes, 1);
  let level = hashes;
  while (level.length > hashBytes) {
    const above = Buffer.alloc(level.length / 2);
    for (let at = 0; at < above.length; at += hashBytes) {
      level.copy(node, 1, at * 2, (at + hashBytes) * 2);
      hash('sha256', node, 'buffer').copy(above, at);
    }
    level = above;
  }
  return level;
}

/** The leaf hash of each leaf of a bundle, one behind the other, and the leaves' texts; null where it does not end with a leaf. The bundle is used up. */
export function bundleHashes(bundle: Buffer, each: (leaf: Buffer) => void): Buffer | null {
  const hashes: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    const from = at + 2;
    if (from > bundle.length) return null;
    at = from + bundle.readUInt16BE(at);
    if (at > bundle.length) return null;
    each(bundle.subarray(from, at));
    // The octet before a leaf is no longer needed: it becomes the nought that RFC 6962 puts before it.
    bundle[from - 1] = 0;
    hashes.push(hash('sha256', bundle.subarray(from - 1, at), 'buffer'));
  }
  return Buffer.concat(hashes);
}
