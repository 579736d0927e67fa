import { envelopes } from '../rules/custody.js';
import { openText, sealText } from './age-text.js';
import type { HeldShare } from './deal-lock.js';
import type { ConfirmationBody, RehearsalShareBody, SessionShareBody } from './sealing.dto.js';
import { commitmentOf, locks } from './share-commitment.js';

/** The session to which a share goes, as the service answered it. */
export interface SessionOf {
  id: string;
  recipient: string;
}

/** What a holder was dealt; null where this key does not open it, or it is no such file. */
export async function readHeldShare(identity: string, sealedShare: string): Promise<HeldShare | null> {
  const content = await openText(identity, sealedShare);
  if (content === null) return null;
  try {
    const held = JSON.parse(Buffer.from(content).toString('utf8')) as HeldShare;
    return isHeldShare(held) ? held : null;
  } catch {
    return null;
  }
}

function isHeldShare(held: HeldShare): boolean {
  return (
    held.format === 'ftz-held-share-1' &&
    typeof held.tenderId === 'string' &&
    envelopes.includes(held.envelope) &&
    locks.includes(held.lock) &&
    Number.isInteger(held.index) &&
    [held.share, held.rehearsalShare].every((one) => typeof one === 'string' && one.length > 0)
  );
}

/** What the dealer must have committed itself to, if these are the shares it dealt. */
export function commitmentsOf(held: HeldShare): { commitment: string; rehearsalCommitment: string } {
  return {
    commitment: commitmentOf(held, Buffer.from(held.share, 'base64')),
    rehearsalCommitment: commitmentOf(held, Buffer.from(held.rehearsalShare, 'base64')),
  };
}

/** The body of `POST …/rehearsal/confirmations`. */
export function confirmationOf(held: HeldShare): ConfirmationBody {
  const { envelope, lock, index } = held;
  return { envelope, lock, index, ...commitmentsOf(held) };
}

/** The body of `POST …/rehearsal/shares`: the rehearsal share, and of the real one its commitment. */
export async function rehearsalShareOf(held: HeldShare, session: SessionOf): Promise<RehearsalShareBody> {
  const { envelope, lock, index, rehearsalShare } = held;
  const { commitment } = commitmentsOf(held);
  const sealedShare = await sealText(session.recipient, Buffer.from(rehearsalShare, 'base64'));
  return { session: session.id, envelope, lock, index, commitment, sealedShare };
}

/** The body of `POST …/opening/shares`: the real share, for this session only. */
export async function openingShareOf(held: HeldShare, session: SessionOf): Promise<SessionShareBody> {
  const { envelope, lock, index, share } = held;
  return {
    session: session.id,
    envelope,
    lock,
    index,
    sealedShare: await sealText(session.recipient, Buffer.from(share, 'base64')),
  };
}
