import { hashBytes, nodeHash, rootOf, subtreesOf } from '../platform/merkle.js';
import { tileHeight, tileWidth } from '../log/tiles.js';
import { tileHash } from './tile-hash.js';

/** RFC 6962 over leaf hashes that lie one behind the other; every eighth level is kept, as tiles are. */
export class HashTree {
  private readonly levels: Buffer[];

  /** `tileHashes`: those of the full tiles of leaf hashes, where they are known. */
  constructor(leafHashes: Buffer, tileHashes = hashesOfTiles(leafHashes)) {
    this.levels = [leafHashes];
    for (let next = tileHashes; next.length > 0; next = hashesOfTiles(next)) this.levels.push(next);
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

function hashesOfTiles(hashes: Buffer): Buffer {
  const tileBytes = tileWidth * hashBytes;
  return Buffer.concat(
    Array.from({ length: Math.floor(hashes.length / tileBytes) }, (_, at) =>
      tileHash(hashes.subarray(at * tileBytes, (at + 1) * tileBytes)),
    ),
  );
}

/** The hash over a power of two of hashes. */
function reduced(hashes: Buffer): Buffer {
  let level = hashes;
  while (level.length > hashBytes)
    level = Buffer.concat(
      Array.from({ length: level.length / 2 / hashBytes }, (_, at) =>
        nodeHash(
          level.subarray(at * 2 * hashBytes, (at * 2 + 1) * hashBytes),
          level.subarray((at * 2 + 1) * hashBytes, (at + 1) * 2 * hashBytes),
        ),
      ),
    );
  return level;
}
