import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Envelope } from '../rules/custody.js';
import { sealText } from './age-text.js';
import { choicesOf, combineShares, splitSecret } from './secret-sharing.js';
import { commitmentOf, type Lock } from './share-commitment.js';

/** The two keys of a lock, split. Whoever has `threshold` of either list has that key. */
export interface SplitLock {
  threshold: number;
  recipient: string;
  rehearsalRecipient: string;
  shares: Uint8Array[];
  rehearsalShares: Uint8Array[];
}

export interface LockOf {
  tenderId: string;
  envelope: Envelope;
  lock: Lock;
}

/** What a holder's age file says. The shares are base64. */
export interface HeldShare extends LockOf {
  format: 'ftz-held-share-1';
  index: number;
  share: string;
  rehearsalShare: string;
}

/** The body of `PUT /v1/tenders/{id}/sealing`. */
export interface Deal {
  envelope: Envelope;
  lock: Lock;
  recipient: string;
  rehearsalRecipient: string;
  threshold: number;
  shares: { index: number; personId: string; commitment: string; rehearsalCommitment: string; sealedShare: string }[];
}

/**
 * Makes the key of a lock and the one its rehearsal uses, in memory only, and splits both. Throws Error where the counts are out of range,
 * or any choice of shares does not make its key again.
 */
export async function splitLock(holders: number, threshold: number): Promise<SplitLock> {
  const real = await splitKey(holders, threshold);
  const rehearsal = await splitKey(holders, threshold);
  return {
    threshold,
    recipient: real.recipient,
    rehearsalRecipient: rehearsal.recipient,
    shares: real.shares,
    rehearsalShares: rehearsal.shares,
  };
}

/** Each holder's two shares as one age file for it alone, with the commitments that go to the server. */
export async function dealLock(
  box: LockOf,
  split: SplitLock,
  holders: readonly { personId: string; recipient: string }[],
): Promise<Deal> {
  const shares = holders.map(async ({ personId, recipient }, at) => {
    const index = at + 1;
    const [share, rehearsalShare] = [split.shares[at] as Uint8Array, split.rehearsalShares[at] as Uint8Array];
    const held: HeldShare = {
      format: 'ftz-held-share-1',
      ...box,
      index,
      share: textOf(share),
      rehearsalShare: textOf(rehearsalShare),
    };
    return {
      index,
      personId,
      commitment: commitmentOf({ ...box, index }, share),
      rehearsalCommitment: commitmentOf({ ...box, index }, rehearsalShare),
      sealedShare: await sealText(recipient, JSON.stringify(held)),
    };
  });
  return {
    envelope: box.envelope,
    lock: box.lock,
    recipient: split.recipient,
    rehearsalRecipient: split.rehearsalRecipient,
    threshold: split.threshold,
    shares: await Promise.all(shares),
  };
}

async function splitKey(holders: number, threshold: number): Promise<{ recipient: string; shares: Uint8Array[] }> {
  const identity = await generateX25519Identity();
  const shares = await splitSecret(Buffer.from(identity, 'ascii'), holders, threshold);
  for (const choice of choicesOf(shares, threshold)) {
    if ((await identityOf(choice)) !== identity) throw new Error('the shares do not make the key again');
  }
  return { recipient: await identityToRecipient(identity), shares };
}

/** The age identity that these shares make; null where they make none. */
export async function identityOf(shares: readonly Uint8Array[]): Promise<string | null> {
  const secret = await combineShares(shares);
  const text = secret === null ? '' : Buffer.from(secret).toString('latin1');
  return /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/.test(text) ? text : null;
}

function textOf(share: Uint8Array): string {
  return Buffer.from(share).toString('base64');
}
