/** An exact quotient of whole numbers; the denominator is positive. Scores are never floats, so that a stranger who redoes them gets the same rank. */
export interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

export const zero: Fraction = { numerator: 0n, denominator: 1n };

/** Throws RangeError where the denominator is zero. */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError('a fraction needs a denominator other than zero');
  const sign = denominator < 0n ? -1n : 1n;
  const shared = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator * sign);
  return { numerator: (numerator * sign) / shared, denominator: (denominator * sign) / shared };
}

export function plus(left: Fraction, right: Fraction): Fraction {
  return fraction(left.numerator * right.denominator + right.numerator * left.denominator, left.denominator * right.denominator);
}

export function times(left: Fraction, right: Fraction): Fraction {
  return fraction(left.numerator * right.numerator, left.denominator * right.denominator);
}

/** Throws RangeError where `right` is zero. */
export function dividedBy(left: Fraction, right: Fraction): Fraction {
  return fraction(left.numerator * right.denominator, left.denominator * right.numerator);
}

/** Negative, zero or positive. */
export function compareFractions(left: Fraction, right: Fraction): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A decimal text such as `87.5` or `12.25`, at most two decimals, not negative; null where it is none. */
export function parseDecimal(value: unknown): Fraction | null {
  const text = typeof value === 'number' ? String(value) : value;
  const parts = typeof text === 'string' ? /^(0|[1-9]\d{0,8})(?:\.(\d{1,2}))?$/.exec(text) : null;
  return parts ? fraction(BigInt(parts[1] as string) * 100n + BigInt((parts[2] ?? '').padEnd(2, '0')), 100n) : null;
}

/** A fraction that is not negative, as a decimal text rounded half up, e.g. `86.6667`. */
export function decimalText(value: Fraction, decimals = 4): string {
  const scale = 10n ** BigInt(decimals);
  const scaled = (value.numerator * scale * 2n + value.denominator) / (value.denominator * 2n);
  const digits = String(scaled).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function greatestDivisor(left: bigint, right: bigint): bigint {
  let [larger, smaller] = [left, right];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger === 0n ? 1n : larger;
}
