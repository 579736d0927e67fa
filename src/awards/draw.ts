import { createHash } from 'node:crypto';
import type { Instant } from '../rules/moment.js';
import type { Tie } from '../rules/committee.js';

/** The name under which the draw is published; another way of drawing gets another name. */
export const drawAlgorithm = 'sha256-order-1';

/** Somebody of the pool in the order of the draw. */
export interface DrawEntry {
  expertId: string;
  personId: string;
  /** Registered after the opening: stands behind everybody who was there before. */
  late: boolean;
  /** SHA-256 of `seed:expertId`, hex. */
  key: string;
  /** Why it may not be called; empty for who may. */
  ties: Tie[];
}

/** What a stranger needs to redo a draw. */
export interface Draw {
  algorithm: typeof drawAlgorithm;
  /** Hex SHA-256 of the secret, public since the tender was. */
  commitment: string;
  committedAt: Instant;
  secret: string;
  /** `bidId:SHA-256 of the sealed file` of every bid in the minutes of the opening, in the order of the text. */
  bids: string[];
  seed: string;
  pool: DrawEntry[];
}

/**
 * The seed: SHA-256 over lines (joined by LF) of the algorithm, the tender, what is drawn (`committee:1` for the first round), the secret that the
 * database committed to at the publication, and the sealed bids. Who knew the secret could not know the bids, and the other way round.
 */
export function seedOf(facts: { tenderId: string; of: string; secret: string; bids: readonly string[] }): string {
  return sha256([drawAlgorithm, facts.tenderId, facts.of, facts.secret, ...facts.bids].join('\n'));
}

/** The lots of ids: SHA-256 of `seed:id`, the lowest first. */
export function lotOf(seed: string, id: string): string {
  return sha256(`${seed}:${id}`);
}

/** Those of before the opening first, each part in the order of its lots. */
export function inOrderOfTheDraw(pool: readonly Omit<DrawEntry, 'key'>[], seed: string): DrawEntry[] {
  return pool
    .map((one) => ({ ...one, key: lotOf(seed, one.expertId) }))
    .sort((left, right) => Number(left.late) - Number(right.late) || (left.key < right.key ? -1 : 1));
}

/** How the sealed bids stand in the seed. */
export function linesOfBids(bids: readonly { bidId: string; ciphertextSha256: string }[]): string[] {
  return bids.map((one) => `${one.bidId}:${one.ciphertextSha256}`).sort();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
