import { instantOf, microsOf, type Instant } from '../rules/moment.js';

/** The deadline and the longest time that a submission begun before it may still take. */
export function opensAtOf(bidsCloseAt: Instant | null, openingGraceSeconds: number): Instant | null {
  return bidsCloseAt === null ? null : instantOf((microsOf(bidsCloseAt) as bigint) + BigInt(openingGraceSeconds) * 1_000_000n);
}
