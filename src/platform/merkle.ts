import { createHash } from 'node:crypto';

/** Of SHA-256. */
export const hashBytes = 32;

/** RFC 6962 section 2.1: the root of the empty tree. */
export const emptyRoot: Buffer = createHash('sha256').digest();

/** RFC 6962 section 2.1: the hash of an inner node. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/** A complete subtree: `index` counts the subtrees of its level from the left; level 0 are the leaves. */
export interface Node {
  level: number;
  index: number;
  hash: Buffer;
}

/** The complete subtrees that a tree of `size` leaves consists of, largest (leftmost) first. */
export function subtreesOf(size: number): { level: number; index: number }[] {
  return coverOf(0, size);
}

/**
 * Appends one leaf hash to a tree of `size` leaves whose subtrees are `frontier` (as `subtreesOf(size)`), in O(log n).
 * Answers the nodes that came into being and the new frontier.
 */
export function append(size: number, frontier: readonly Buffer[], leafHash: Buffer): { nodes: Node[]; frontier: Buffer[] } {
  const rest = [...frontier];
  let node: Node = { level: 0, index: size, hash: leafHash };
  const nodes = [node];
  while (node.index % 2 === 1) {
    const left = rest.pop();
    if (!left) throw new RangeError('the frontier does not fit the size');
    node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHash(left, node.hash) };
    nodes.push(node);
  }
  return { nodes, frontier: [...rest, node.hash] };
}

/** The root of a tree from its subtrees, largest first. */
export function rootOf(frontier: readonly Buffer[]): Buffer {
  return frontier.length === 0 ? emptyRoot : frontier.reduceRight((right, left) => nodeHash(left, right));
}

/** One step of a proof: the subtrees whose combined hash stands at that place. */
export type ProofStep = { level: number; index: number }[];

/** RFC 6962 section 2.1.1: which subtrees prove leaf `leafIndex` in a tree of `size`, from the leaf upwards. Throws RangeError outside the tree. */
export function inclusionSteps(leafIndex: number, size: number): ProofStep[] {
  if (!Number.isSafeInteger(leafIndex) || !Number.isSafeInteger(size) || leafIndex < 0 || leafIndex >= size)
    throw new RangeError('no such leaf');
  const steps: ProofStep[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    if (leafIndex < middle) {
      steps.unshift(coverOf(middle, end));
      end = middle;
    } else {
      steps.unshift(coverOf(start, middle));
      start = middle;
    }
  }
  return steps;
}

/** Verifies an inclusion proof (RFC 9162 section 2.1.3.2): true only where leaf, index, size, proof and root belong together. */
export function includes(leafIndex: number, size: number, leafHash: Buffer, proof: readonly Buffer[], root: Buffer): boolean {
  if (!Number.isSafeInteger(leafIndex) || !Number.isSafeInteger(size) || leafIndex < 0 || leafIndex >= size) return false;
  if (leafHash.length !== hashBytes || root.length !== hashBytes || proof.some((one) => one.length !== hashBytes)) return false;
  let [node, last, hash] = [leafIndex, size - 1, leafHash];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.equals(root);
}

/** The complete, aligned subtrees that cover leaves `start` to `end` (exclusive), from the left; `start` is aligned as RFC 6962 splits are. */
export function coverOf(start: number, end: number): { level: number; index: number }[] {
  const cover: { level: number; index: number }[] = [];
  for (let at = start; at < end;) {
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= end) width *= 2;
    cover.push({ level: Math.log2(width), index: at / width });
    at += width;
  }
  return cover;
}

/** The largest power of two smaller than `count` (RFC 6962 section 2.1's k). */
export function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
