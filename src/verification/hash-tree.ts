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
    const tileBytes = tileWidth * hashBytes;
    return new HashTree(leafHashes.length / hashBytes, hashesOfTiles(leafHashes), (index) =>
      leafHashes.subarray(index * tileBytes, (index + 1) * tileBytes),
    );
  }

  /** The hashes of one level of tiles from `first`, so many of them, within one tile; fewer where the tree ends. */
  hashes(level: number, first: number, count: number): Buffer {
    const [index, within] = level === 0 ? [Math.floor(first / tileWidth), first % tileWidth] : [0, first];
    const hashes = level === 0 ? (first < this.size ? this.leafTile(index) : undefined) : this.levels[level - 1];
    return hashes?.subarray(within * hashBytes, (within + count) * hashBytes) ?? Buffer.of();
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

function hashesOfTiles(hashes: Buffer): Buffer {
  const tileBytes = tileWidth * hashBytes;
  return Buffer.concat(
    Array.from({ length: Math.floor(hashes.length / tileBytes) }, (_, at) =>
      subtreeHash(hashes.subarray(at * tileBytes, (at + 1) * tileBytes)),
    ),
  );
}
