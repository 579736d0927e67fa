import { quorumSpansOrganizations } from '../rules/custody.js';
import { recipientOf } from './age-text.js';
import { identityOf } from './deal-lock.js';
import { choicesOf } from './secret-sharing.js';

/** A share that fits its commitment, and who handed it in. */
export interface CheckedShare {
  index: number;
  share: Uint8Array;
  personId: string;
  organizationId: string;
}

export interface RecoveredKey {
  identity: string;
  /** The indexes that made it, in order. */
  used: number[];
  /** The shares themselves, in the same order. */
  shares: { index: number; share: Uint8Array }[];
}

/**
 * The key of a lock from the shares that are there: null while too few people have handed theirs in, `one-organization` while they are
 * people of one. `wrong` where every choice that would do makes another key than the registered one: then the dealer's shares were none of it.
 */
export async function recoverKey(
  shares: readonly CheckedShare[],
  threshold: number,
  recipient: string,
): Promise<RecoveredKey | 'wrong' | 'one-organization' | null> {
  const people = new Set(shares.map((one) => one.personId)).size;
  if (people < threshold) return null;
  let tried = false;
  for (const choice of choicesOf(shares, threshold)) {
    if (quorumSpansOrganizations(choice.map((one) => one.organizationId)).length > 0) continue;
    tried = true;
    const identity = await identityOf(choice.map((one) => one.share));
    if (identity === null || (await recipientOf(identity)) !== recipient) continue;
    const made = choice.map(({ index, share }) => ({ index, share })).sort((left, right) => left.index - right.index);
    return { identity, used: made.map((one) => one.index), shares: made };
  }
  return tried ? 'wrong' : 'one-organization';
}
