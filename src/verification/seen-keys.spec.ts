import { SeenKeys } from './seen-keys.js';

describe('keys that were seen', () => {
  const repeatedOf = (most: number, ...parts: number[][]): number[] => {
    const seen = new SeenKeys(most);
    for (const part of parts) seen.add(Float64Array.from(part));
    return [...seen.repeated].sort((one, other) => one - other);
  };

  it('are told where they come again, in the same part or another', () => {
    expect(repeatedOf(6, [0, 5, 5], [2 ** 48 - 1, 0, 7])).toEqual([0, 5]);
    expect(repeatedOf(3, [1, 2, 3])).toEqual([]);
    expect(repeatedOf(3, [4, 4, 4])).toEqual([4]);
    expect(repeatedOf(0)).toEqual([]);
    expect(repeatedOf(1, [9])).toEqual([]);
  });

  it('differ by every bit of theirs', () => {
    const bits = Array.from({ length: 48 }, (_, bit) => 2 ** bit);
    expect(repeatedOf(96, bits, bits)).toEqual(bits);
    expect(repeatedOf(48, bits)).toEqual([]);
  });

  it('may be alike in any half of them', () => {
    const keys = Array.from({ length: 40_000 }, (_, at) => (at % 200) * 2 ** 32 + Math.floor(at / 200));
    expect(repeatedOf(40_001, keys, [3 * 2 ** 32 + 4])).toEqual([3 * 2 ** 32 + 4]);
  });
});
