import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { consistencySteps, isConsistent, type TreeHead } from './consistency.js';
import { append, emptyRoot, rootOf } from './merkle.js';

const leaves = Array.from({ length: 66 }, (_, index) => createHash('sha256').update(`leaf ${index}`).digest());
const nodes = new Map<string, Buffer>();
const heads: TreeHead[] = [{ size: 0, root: emptyRoot }];
let frontier: Buffer[] = [];
leaves.forEach((leaf, size) => {
  const grown = append(size, frontier, leaf);
  frontier = grown.frontier;
  for (const node of grown.nodes) nodes.set(`${node.level}/${node.index}`, node.hash);
  heads.push({ size: size + 1, root: rootOf(frontier) });
});
const head = (size: number): TreeHead => heads[size] as TreeHead;
const proofOf = (from: number, to: number): Buffer[] =>
  consistencySteps(from, to).map((step) => rootOf(step.map((one) => nodes.get(`${one.level}/${one.index}`) as Buffer)));

describe('consistency of two trees (RFC 6962 section 2.1.2)', () => {
  it('is proved between any two sizes', () => {
    for (let to = 0; to < heads.length; to += 1)
      for (let from = 0; from <= to; from += 1) expect(isConsistent(head(from), head(to), proofOf(from, to))).toBe(true);
  });

  it('has the proofs of the RFC’s own example', () => {
    expect(
      [3, 4, 6].map((from) => consistencySteps(from, 7).map((step) => step.map((one) => `${one.level}/${one.index}`))),
    ).toEqual([[['0/2'], ['0/3'], ['1/0'], ['1/2', '0/6']], [['1/2', '0/6']], [['1/2'], ['0/6'], ['2/0']]]);
  });

  it('is not there for what is no pair of trees', () => {
    for (const [from, to] of [
      [2, 1],
      [-1, 3],
      [0.5, 3],
      [1, Number.NaN],
    ] as const)
      expect(() => consistencySteps(from, to)).toThrow(RangeError);
  });

  it('is refused with any one thing changed', () => {
    const other = createHash('sha256').update('other').digest();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 65 }),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (to, at, where, bits) => {
          const from = (at % to) + 1;
          const proof = proofOf(from, to);
          const flipped = proof.map((one) => Buffer.from(one));
          const victim = flipped[where % Math.max(1, flipped.length)];
          if (victim) {
            victim[where % 32] = (victim[where % 32] as number) ^ bits;
            expect(isConsistent(head(from), head(to), flipped)).toBe(false);
            expect(isConsistent(head(from), head(to), proof.slice(1))).toBe(false);
          }
          expect(isConsistent(head(from), head(to), [...proof, other])).toBe(false);
          expect(isConsistent({ size: from, root: other }, head(to), proof)).toBe(false);
          expect(isConsistent(head(from), { size: to, root: other }, proof)).toBe(false);
          if (from < to) expect(isConsistent(head(to), head(from), proof)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes no root of the empty tree but the one that it has', () => {
    const wrong = { size: 0, root: head(1).root };
    expect(isConsistent(wrong, wrong, [])).toBe(false);
    expect(isConsistent(wrong, head(3), [])).toBe(false);
    expect(isConsistent(head(0), head(3), [head(1).root])).toBe(false);
    expect(isConsistent({ size: 1, root: Buffer.alloc(31) }, head(3), [])).toBe(false);
    expect(isConsistent(head(3), head(7), [])).toBe(false);
    expect(isConsistent(head(1), head(2), [Buffer.alloc(4)])).toBe(false);
  });
});
