import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { leafHashOf } from '../platform/audit-leaf.js';
import { append, emptyRoot, includes, inclusionSteps, nodeHash, rootOf, subtreesOf } from './merkle.js';

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** RFC 6962's own recursive definition, as the oracle. */
function definedRoot(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return emptyRoot;
  if (leaves.length === 1) return leaves[0] as Buffer;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(definedRoot(leaves.slice(0, split)), definedRoot(leaves.slice(split)));
}

function grow(leaves: Buffer[]): { frontier: Buffer[]; nodes: Map<string, Buffer> } {
  const nodes = new Map<string, Buffer>();
  let frontier: Buffer[] = [];
  leaves.forEach((leaf, size) => {
    const grown = append(size, frontier, leaf);
    frontier = grown.frontier;
    for (const node of grown.nodes) nodes.set(`${node.level}/${node.index}`, node.hash);
  });
  return { frontier, nodes };
}

describe('the Merkle tree of RFC 6962', () => {
  it('hashes leaves and nodes with their prefixes', () => {
    expect(leafHashOf('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(leafHashOf('L123456').toString('hex')).toBe('395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56');
    expect(nodeHash(Buffer.from('N123'), Buffer.from('N456')).toString('hex')).toBe(
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    );
  });

  it('grows by appends to the root that the RFC defines, and every leaf is proved', () => {
    const leaves = Array.from({ length: 70 }, (_, index) => leafHashOf(`leaf ${index}`));
    for (let size = 0; size <= leaves.length; size += 1) {
      const { frontier, nodes } = grow(leaves.slice(0, size));
      const root = rootOf(frontier);
      expect(root.equals(definedRoot(leaves.slice(0, size)))).toBe(true);
      expect(subtreesOf(size).map((one) => nodes.get(`${one.level}/${one.index}`))).toEqual(frontier);
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionSteps(index, size).map((step) =>
          rootOf(step.map((one) => nodes.get(`${one.level}/${one.index}`) as Buffer)),
        );
        expect(includes(index, size, leaves[index] as Buffer, proof, root)).toBe(true);
      }
    }
  });

  it('refuses a proof with any one thing changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), fc.nat({ max: 255 }), (size, at, where, bits) => {
        const leaves = Array.from({ length: size }, (_, index) => hashOf(`x${index}`));
        const { frontier, nodes } = grow(leaves);
        const index = at % size;
        const proof = inclusionSteps(index, size).map((step) =>
          rootOf(step.map((one) => nodes.get(`${one.level}/${one.index}`) as Buffer)),
        );
        const root = rootOf(frontier);
        const flipped = proof.map((one) => Buffer.from(one));
        const victim = flipped[where % flipped.length] as Buffer;
        victim[where % 32] = (victim[where % 32] as number) ^ (bits || 1);
        const leaf = leaves[index] as Buffer;
        expect(includes(index, size, leaf, flipped, root)).toBe(false);
        expect(includes(index, size, leaf, proof.slice(1), root)).toBe(false);
        expect(includes(index, size, leaf, [...proof, root], root)).toBe(false);
        expect(includes(index, size, hashOf('other'), proof, root)).toBe(false);
        expect(includes(size, size, leaf, proof, root)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});
