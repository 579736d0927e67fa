import { randomBytes } from 'node:crypto';
import { bundleOf } from '../log/tiles.js';
import { append, rootOf } from '../platform/merkle.js';
import { leafHashOf } from '../platform/audit-leaf.js';
import { HashTree } from './hash-tree.js';
import { bundleHashes, subtreeHash } from './tile-hash.js';

describe('hashes of tiles', () => {
  it.each([1, 255, 256, 257, 65_535, 65_536, 65_800])(
    'the root over %d leaves is what appending them one by one leads to',
    (size) => {
      const leaves = randomBytes(size * 32);
      const frontier = Array.from({ length: size }, (_, at) => leaves.subarray(at * 32, at * 32 + 32)).reduce<Buffer[]>(
        (before, leaf, at) => append(at, before, leaf).frontier,
        [],
      );
      expect(HashTree.over(leaves).root(size)).toEqual(rootOf(frontier));
      if (size === 256) expect(subtreeHash(leaves)).toEqual(rootOf(frontier));
    },
  );

  it('a bundle has a hash for each leaf, however long, and none where it does not end with a leaf or has more than a tile', () => {
    const leaves = Array.from({ length: 256 }, (_, at) => '叶'.repeat(at % 97));
    const seen: string[] = [];
    const bundle = bundleOf(leaves);
    expect(bundleHashes(bundle, (_bundle, from, to) => seen.push(bundle.toString('utf8', from, to)))).toEqual(
      Buffer.concat(leaves.map(leafHashOf)),
    );
    expect(seen).toEqual(leaves);
    for (const cut of [1, 2, 96 * 3 + 1]) expect(bundleHashes(bundleOf(leaves.slice(0, 97)).subarray(0, -cut))).toBe(null);
    expect(bundleHashes(bundleOf([...leaves, '']))).toBe(null);
  });
});
