import { hash } from 'node:crypto';
import { hashBytes } from '../platform/merkle.js';
import { tileWidth } from '../log/tiles.js';

const pairBytes = 2 * hashBytes;
const nodeBytes = 1 + pairBytes;
const lowestNodes = tileWidth / 2;

/** An octet, and a tile behind it. */
const lowest = Buffer.alloc(1 + tileWidth * hashBytes);
const lowestViews = Array.from({ length: lowestNodes }, (_, at) => lowest.subarray(at * pairBytes, at * pairBytes + nodeBytes));
/** The nodes above, as RFC 6962 hashes them, level by level: those below node n are 2n and 2n + 1, the lowest ones counted first. */
const upper = Buffer.alloc((lowestNodes - 1) * nodeBytes, 1);
const upperViews = Array.from({ length: lowestNodes - 1 }, (_, at) => upper.subarray(at * nodeBytes, (at + 1) * nodeBytes));

/** The hash over a full tile of hashes. */
export function tileHash(tile: Buffer): Buffer {
  tile.copy(lowest, 1);
  for (let at = 0; at < lowestNodes; at += 1) {
    // The octet before a pair is no longer needed: it belongs to the pair before.
    lowest[at * pairBytes] = 1;
    putHash(lowestViews[at] as Buffer, upper, placeOfNode(at));
  }
  const root = upperViews.length - 1;
  for (let at = 0; at < root; at += 1) putHash(upperViews[at] as Buffer, upper, placeOfNode(lowestNodes + at));
  return hash('sha256', upperViews[root] as Buffer, 'buffer');
}

/** Within the node above it. */
function placeOfNode(node: number): number {
  return (node >> 1) * nodeBytes + 1 + (node & 1) * hashBytes;
}

/** A digest as a text of octets costs half of one in a buffer of its own. */
function putHash(message: Buffer, to: Buffer, at: number): void {
  to.write(hash('sha256', message, 'binary'), at, hashBytes, 'latin1');
}

/** The leaf hash of each leaf of a bundle, one behind the other, and where each leaf lies in it; null where it does not end with a leaf. The bundle is used up. */
export function bundleHashes(bundle: Buffer, each: (from: number, to: number) => void = () => undefined): Buffer | null {
  let hashes = Buffer.allocUnsafe(tileWidth * hashBytes);
  let count = 0;
  for (let at = 0; at < bundle.length; count += 1) {
    const from = at + 2;
    if (from > bundle.length) return null;
    at = from + bundle.readUInt16BE(at);
    if (at > bundle.length) return null;
    each(from, at);
    // The octet before a leaf is no longer needed: it becomes the nought that RFC 6962 puts before it.
    bundle[from - 1] = 0;
    if (count * hashBytes === hashes.length) hashes = Buffer.concat([hashes, hashes]);
    putHash(bundle.subarray(from - 1, at), hashes, count * hashBytes);
  }
  return hashes.subarray(0, count * hashBytes);
}
