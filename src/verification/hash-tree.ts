import { hashBytes, rootOf, subtreesOf } from '../platform/merkle.js';
import { tileHeight, tileWidth } from '../log/tiles.js';
import { subtreeHash } from './tile-hash.js';

/** RFC 6962 over leaf hashes; every eighth level is kept, as tiles are, but for the lowest, which is read tile by tile where it is needed. */
export class HashTree {
  private readonly levels: Buffer[] = [];

  /** `tileHashes` are those of the full tiles of leaf hashes, `leafTile` such a tile, or the partial one at the end. */
  constructor(
    readonly size: number,
    tileHashes: Buffer,
    private readonly leafTile: (index: number) => Buffer,
  ) {
    for (let next = tileHashes; next.length > 0; next = hashesOfTiles(next)) this.levels.push(next);
  }

  /** Of leaf hashes that lie one behind the other. */
  static over(leafHashes: Buffer): HashTree {
    return new HashTree(leafHashes.length / hashBytes, hashesOfTiles(leafHashes), (index) =>
      part(leafHashes, index * tileWidth, tileWidth),
    );
  }

  /** The hashes of one level of tiles from `first`, so many of them, within one tile; fewer where the tree ends. */
  hashes(level: number, first: number, count: number): Buffer {
    if (level > 0) return part(this.levels[level - 1] ?? Buffer.of(), first, count);
    return first < this.size ? part(this.leafTile(Math.floor(first / tileWidth)), first % tileWidth, count) : Buffer.of();
  }

  /** Of the tree's first `size` leaves. */
  root(size: number): Buffer {
    return rootOf(
      subtreesOf(size).map(({ level, index }) => {
        const width = 2 ** (level % tileHeight);
        return subtreeHash(this.hashes(Math.floor(level / tileHeight), index * width, width));
      }),
    );
  }
}

function part(hashes: Buffer, first: number, count: number): Buffer {
  return hashes.subarray(first * hashBytes, (first + count) * hashBytes);
}

function hashesOfTiles(hashes: Buffer): Buffer {
  const tiles = Math.floor(hashes.length / hashBytes / tileWidth);
  return Buffer.concat(Array.from({ length: tiles }, (_, at) => subtreeHash(part(hashes, at * tileWidth, tileWidth))));
}
