import { combine, split } from 'shamir-secret-sharing';

/** Shamir's scheme over GF(256) by an audited package, in one place so that it can be replaced. A share is one byte longer than the secret. */
export function splitSecret(secret: Uint8Array, shares: number, threshold: number): Promise<Uint8Array[]> {
  return split(plain(secret), shares, threshold);
}

/**
 * The secret of at least `threshold` shares. Fewer shares, or a wrong one, give a wrong secret and no error: check each against its
 * commitment before, and the result after. Null for shares that cannot belong together.
 */
export async function combineShares(shares: readonly Uint8Array[]): Promise<Uint8Array | null> {
  try {
    return await combine(shares.map(plain));
  } catch {
    return null;
  }
}

/** The package takes no Buffer. */
function plain(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes);
}

/** Every choice of `count` of the items, in order. */
export function choicesOf<Item>(items: readonly Item[], count: number): Item[][] {
  if (count === 0) return [[]];
  return items.flatMap((item, at) => choicesOf(items.slice(at + 1), count - 1).map((rest) => [item, ...rest]));
}
