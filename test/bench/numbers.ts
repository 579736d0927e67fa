export interface Ratio {
  median: number;
  min: number;
  max: number;
}

/** The value in the middle; of an even number of values, halfway between the two. Throws RangeError without values. */
export function median(values: readonly number[]): number {
  const sorted = inOrder(values);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** The nearest-rank percentile, `share` over 0 and up to 100. Throws RangeError without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = inOrder(values);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] as number;
}

/**
 * Each round's value over the same round's ceiling, then their median: a machine that was busy for one round was so for both.
 * Throws RangeError where rounds are missing or a ceiling is zero.
 */
export function ratioOf(values: readonly number[], ceilings: readonly number[]): Ratio {
  if (values.length !== ceilings.length) throw new RangeError('not the same rounds');
  if (ceilings.some((one) => !(one > 0))) throw new RangeError('a ceiling of nothing');
  const ratios = values.map((value, round) => value / (ceilings[round] as number));
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}

function inOrder(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('no values');
  return [...values].sort((a, b) => a - b);
}
