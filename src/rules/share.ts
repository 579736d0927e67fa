/** One, in the ten-thousandths that shares are reckoned in. */
export const wholeShare = 10_000;

/** A share as a decimal text, `0.15` with at most four decimals, in ten-thousandths. The caller has checked its form. */
export function tenThousandths(share: string): number {
  return Math.round(Number(share) * wholeShare);
}
