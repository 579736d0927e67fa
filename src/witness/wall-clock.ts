/** The seconds since 1970 that a witness puts under what it signs: its machine's own, since it trusts nobody's. */
export function wallClockSeconds(): bigint {
  return BigInt(Math.floor(Date.now() / 1_000));
}
