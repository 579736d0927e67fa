import { inclusionSteps, nodeHash } from '../archive/merkle.js';
import { leafHashOf } from '../platform/audit-leaf.js';
import type { Findings, Place } from './findings.js';

/** A proof whose parts have been found to go together. */
export interface ProvedEntry {
  place: Place;
  origin: string;
  index: number;
  size: number;
  leaf: string;
  hashes: readonly Buffer[];
  root: Buffer;
}

/**
 * Two proofs of one log: a complete subtree has one hash in every state of the log, so that two hashes of one subtree, both signed for, prove that
 * the log showed two histories.
 */
export function checkFork(one: ProvedEntry, other: ProvedEntry, findings: Findings): void {
  const { place } = other;
  if (one.origin !== other.origin) return findings.fault(place, '属于另一日志。', 'Is of another log.');
  const [known, alike] = [subtreesIn(one), subtreesIn(other)];
  const shared = [...known].filter(([name]) => alike.has(name));
  const isForked =
    shared.some(([name, hash]) => !alike.get(name)?.equals(hash)) || (one.size === other.size && !one.root.equals(other.root));
  if (isForked)
    findings.fault(
      place,
      `日志签署了两种历史：与 ${one.place.file} 不能并存。`,
      `The log signed two histories: this and ${one.place.file} cannot both be.`,
    );
  else if (shared.length === 0 && one.size !== other.size)
    findings.notChecked(
      '两份证明没有共同的子树，是否同一历史未核验（见 GET /v1/log/consistency）。',
      'The two proofs have no subtree in common: whether they are of one history was not checked (GET /v1/log/consistency).',
    );
}

/** The complete subtrees whose hashes a proof fixes, by level and index: those that it names, and those on the way from the leaf. */
function subtreesIn({ index, size, leaf, hashes }: ProvedEntry): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  let [level, at, hash]: [number, number, Buffer] = [0, index, leafHashOf(leaf)];
  let isComplete = true;
  found.set(`0/${index}`, hash);
  inclusionSteps(index, size).forEach((step, place) => {
    const sibling = hashes[place] as Buffer;
    const [first] = step;
    if (step.length === 1 && first) found.set(`${first.level}/${first.index}`, sibling);
    isComplete &&= step.length === 1 && first?.level === level;
    const isLeft = (first?.index ?? 0) * 2 ** (first?.level ?? 0) > index;
    hash = isLeft ? nodeHash(hash, sibling) : nodeHash(sibling, hash);
    [level, at] = [level + 1, Math.floor(at / 2)];
    if (isComplete) found.set(`${level}/${at}`, hash);
  });
  return found;
}
