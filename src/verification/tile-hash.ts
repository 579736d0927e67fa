import { hash } from 'node:crypto';
import { hashBytes } from '../platform/merkle.js';
import { tileWidth } from '../log/tiles.js';

const pairBytes = 2 * hashBytes;
/** An octet, and hashes behind it. */
const level = Buffer.alloc(1 + tileWidth * hashBytes);
/** Each pair of them with the octet before it. */
const pairs = Array.from({ length: tileWidth / 2 }, (_, at) => level.subarray(at * pairBytes, (at + 1) * pairBytes + 1));

/** RFC 6962: the hash over a power of two of hashes, of a full tile at most. */
export function subtreeHash(hashes: Buffer): Buffer {
  let below = hashes;
  while (below.length > hashBytes) {
    below.copy(level, 1);
    // Digests as text cost half of digests in buffers of their own.
    let above = '';
    for (let at = 0; at < below.length / pairBytes; at += 1) {
      // The octet before a pair is no longer needed: it belongs to the pair before.
      level[at * pairBytes] = 1;
      above += hash('sha256', pairs[at] as Buffer, 'binary');
    }
    below = Buffer.from(above, 'latin1');
  }
  return below;
}

/** The leaf hash of each leaf of a bundle, one behind the other, and where each leaf lies in it; null where it does not end with a leaf, or has more than a tile. The bundle is used up. */
export function bundleHashes(
  bundle: Buffer,
  each: (bundle: Buffer, from: number, to: number) => void = () => undefined,
): Buffer | null {
  let hashes = '';
  for (let at = 0; at < bundle.length;) {
    const from = at + 2;
    if (from > bundle.length || hashes.length === tileWidth * hashBytes) return null;
    at = from + bundle.readUInt16BE(at);
    if (at > bundle.length) return null;
    each(bundle, from, at);
    // The octet before a leaf is no longer needed: it becomes the nought that RFC 6962 puts before it.
    bundle[from - 1] = 0;
    hashes += hash('sha256', bundle.subarray(from - 1, at), 'binary');
  }
  return Buffer.from(hashes, 'latin1');
}
