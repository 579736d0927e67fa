import { createHash } from 'node:crypto';
import type { Envelope } from '../rules/custody.js';

export const locks = ['A', 'B'] as const;
export type Lock = (typeof locks)[number];

/** Which share of which lock of which tender. */
export interface SharePlace {
  tenderId: string;
  envelope: Envelope;
  lock: Lock;
  index: number;
}

/**
 * What a dealer publishes of a share (承诺): lower-case hex SHA-256 over the ASCII text `ftz-share-1`, the tender's id (lower case), the
 * envelope, the lock and the index in decimal, each followed by one line feed, and then the share's bytes. A share is as random as the key,
 * so that its hash tells nothing of it.
 */
export function commitmentOf({ tenderId, envelope, lock, index }: SharePlace, share: Uint8Array): string {
  const place = ['ftz-share-1', tenderId.toLowerCase(), envelope, lock, String(index)].map((one) => `${one}\n`).join('');
  return createHash('sha256').update(place, 'ascii').update(share).digest('hex');
}
