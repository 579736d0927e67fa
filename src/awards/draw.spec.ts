import { createHash } from 'node:crypto';
import { inOrderOfTheDraw, linesOfBids, lotOf, seedOf } from './draw.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const facts = { tenderId: 't-1', of: 'committee:1', secret: 'ab', bids: ['a:1', 'b:2'] };
const entry = (expertId: string, late = false) => ({ expertId, personId: `p-${expertId}`, late, ties: [] });

describe('a draw by lot', () => {
  it('has a seed of the tender, what is drawn, the secret and every sealed bid', () => {
    expect(seedOf(facts)).toBe(sha256('sha256-order-1\nt-1\ncommittee:1\nab\na:1\nb:2'));
    const others = [{ tenderId: 't-2' }, { of: 'committee:2' }, { secret: 'ac' }, { bids: ['a:1'] }, { bids: ['b:2', 'a:1'] }];
    for (const other of others) expect(seedOf({ ...facts, ...other })).not.toBe(seedOf(facts));
  });

  it('puts those of before the opening first, each part by its lots, whatever order they came in', () => {
    const ids = ['e-1', 'e-2', 'e-3', 'e-4'];
    const byLot = [...ids].sort((left, right) => (lotOf('s', left) < lotOf('s', right) ? -1 : 1));
    expect(lotOf('s', 'e-1')).toBe(sha256('s:e-1'));
    const pool = ids.map((id) => entry(id));
    for (const given of [pool, [...pool].reverse()])
      expect(inOrderOfTheDraw(given, 's').map((one) => one.expertId)).toEqual(byLot);
    const late = pool.map((one) => ({ ...one, late: one.expertId === byLot[0] }));
    expect(inOrderOfTheDraw(late, 's').map((one) => one.expertId)).toEqual([...byLot.slice(1), byLot[0]]);
    expect(inOrderOfTheDraw(pool, 's')[0]).toEqual({ ...entry(byLot[0] as string), key: lotOf('s', byLot[0] as string) });
  });

  it('gives everybody the same chance', () => {
    const first = new Map<string, number>();
    for (let seed = 0; seed < 4_000; seed += 1) {
      const [one] = inOrderOfTheDraw(
        ['a', 'b', 'c', 'd'].map((id) => entry(id)),
        sha256(String(seed)),
      );
      first.set(one?.expertId ?? '', (first.get(one?.expertId ?? '') ?? 0) + 1);
    }
    for (const count of first.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
    expect(first.size).toBe(4);
  });

  it('writes the bids in the order of their text', () => {
    const bids = [
      { bidId: 'b', ciphertextSha256: '2' },
      { bidId: 'a', ciphertextSha256: '1' },
    ];
    expect(linesOfBids(bids)).toEqual(['a:1', 'b:2']);
  });
});
