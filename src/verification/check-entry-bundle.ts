import { hashBytes } from '../platform/merkle.js';
import { tilePath, tileWidth } from '../log/tiles.js';
import type { Findings } from './findings.js';
import type { TilePair } from './tile-checks.js';
import { bundleHashes } from './tile-hash.js';
import { readTile } from './tile-reader.js';

/** Names each entry of a tile that is not the one that was hashed. Throws CommandFault, and as reading does. */
export function checkBundle(
  folder: string,
  { entries, index, width }: Omit<TilePair, 'hashes'>,
  expected: Buffer,
  findings: Findings,
): void {
  const file = `tile/${tilePath({ level: 'entries', index, width })}`;
  if (!entries) return findings.fault({ file, pointer: '' }, '文件缺失。', 'Is missing.');
  const hashes = bundleHashes(readTile(folder, entries.path));
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
