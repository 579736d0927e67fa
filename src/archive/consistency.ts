import { coverOf, emptyRoot, hashBytes, largestPowerBelow, nodeHash, type ProofStep } from '../platform/merkle.js';

/** RFC 6962 section 2.1.2: which subtrees prove that the tree of `from` leaves is the beginning of that of `to`. Throws RangeError where it cannot be. */
export function consistencySteps(from: number, to: number): ProofStep[] {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) throw new RangeError('no such trees');
  if (from === 0) return [];
  const steps: ProofStep[] = [];
  let [start, end, isOld] = [0, to, true];
  while (end > from) {
    const middle = start + largestPowerBelow(end - start);
    if (from <= middle) {
      steps.unshift(coverOf(middle, end));
      end = middle;
    } else {
      steps.unshift(coverOf(start, middle));
      [start, isOld] = [middle, false];
    }
  }
  return isOld ? steps : [coverOf(start, end), ...steps];
}

export interface TreeHead {
  size: number;
  root: Buffer;
}

/**
 * Verifies a consistency proof (RFC 9162 section 2.1.4.2): true only where the old tree is the beginning of the new one. Between two trees of one size,
 * and from the empty tree, the proof is empty and the roots have to be right by themselves.
 */
export function isConsistent(old: TreeHead, tree: TreeHead, proof: readonly Buffer[]): boolean {
  if (![old, tree].every(isHead) || old.size > tree.size || proof.some((one) => one.length !== hashBytes)) return false;
  if (old.size === tree.size) return proof.length === 0 && old.root.equals(tree.root);
  if (old.size === 0) return proof.length === 0;
  let [node, last] = [old.size - 1, tree.size - 1];
  while (node % 2 === 1) [node, last] = [(node - 1) / 2, Math.floor(last / 2)];
  // Where the old tree is one complete subtree, its root is not repeated in the proof.
  const [first, ...rest] = node === 0 ? [old.root, ...proof] : proof;
  if (!first) return false;
  let [oldRoot, root] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [oldRoot, root] = [nodeHash(sibling, oldRoot), nodeHash(sibling, root)];
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      root = nodeHash(root, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && oldRoot.equals(old.root) && root.equals(tree.root);
}

function isHead({ size, root }: TreeHead): boolean {
  return Number.isSafeInteger(size) && size >= 0 && root.length === hashBytes && (size > 0 || root.equals(emptyRoot));
}
