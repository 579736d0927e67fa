import { choicesOf, combineShares, splitSecret } from './secret-sharing.js';

const secret = Buffer.from('AGE-SECRET-KEY-1 that is none', 'ascii');

describe('a split secret', () => {
  it.each([
    [2, 2],
    [3, 2],
    [5, 3],
  ])('of %i shares is there again with any %i, and with none fewer', async (count, threshold) => {
    const shares = await splitSecret(secret, count, threshold);
    expect(shares.map((one) => one.length)).toEqual(Array.from({ length: count }, () => secret.length + 1));
    for (const choice of choicesOf(shares, threshold)) expect(Buffer.from((await combineShares(choice)) ?? [])).toEqual(secret);
    for (const choice of choicesOf(shares, threshold - 1))
      expect(Buffer.from((await combineShares(choice)) ?? [])).not.toEqual(secret);
  });

  it('says nothing of a wrong share, so that each is checked before', async () => {
    const [first, second] = (await splitSecret(secret, 2, 2)) as [Uint8Array, Uint8Array];
    second[3] = (second[3] as number) ^ 1;
    const wrong = await combineShares([first, second]);
    expect(wrong).not.toBeNull();
    expect(Buffer.from(wrong ?? [])).not.toEqual(secret);
  });

  it('is nothing for shares that cannot belong together', async () => {
    const [first] = (await splitSecret(secret, 2, 2)) as [Uint8Array];
    expect(await combineShares([first, first])).toBeNull();
    expect(await combineShares([first, first.subarray(1)])).toBeNull();
    expect(await combineShares([first])).toBeNull();
    expect(await combineShares([])).toBeNull();
  });
});

it('every choice of so many, each once and in order', () => {
  expect(choicesOf(['a', 'b', 'c'], 2)).toEqual([
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'c'],
  ]);
  expect(choicesOf(['a', 'b'], 0)).toEqual([[]]);
  expect(choicesOf(['a'], 2)).toEqual([]);
});
