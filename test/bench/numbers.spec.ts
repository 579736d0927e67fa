import { median, percentile, ratioOf } from './numbers.js';

describe('the arithmetic of the benchmark', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    percentile(values, 50);
    expect(values).toEqual([3, 1, 2]);
  });

  it.each([
    [50, 50],
    [99, 99],
    [100, 100],
    [0.5, 1],
  ])('percentile %d of 1 to 100 is the value at that rank: %d', (share, expected) => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, share)).toBe(expected);
  });

  it('takes the largest of few values as their p99', () => {
    expect(percentile([7, 1, 3], 99)).toBe(7);
  });

  it('divides round by round: a round that was slow for both changes nothing', () => {
    expect(ratioOf([80, 8, 400], [100, 10, 500])).toEqual({ median: 0.8, min: 0.8, max: 0.8 });
    expect(ratioOf([50, 90, 70], [100, 100, 100])).toEqual({ median: 0.7, min: 0.5, max: 0.9 });
  });

  it('refuses what has no answer', () => {
    expect(() => median([])).toThrow(RangeError);
    expect(() => percentile([], 50)).toThrow(RangeError);
    expect(() => ratioOf([1, 2], [1])).toThrow(RangeError);
    expect(() => ratioOf([1], [0])).toThrow(RangeError);
  });
});
