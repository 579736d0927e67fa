import { identitySha256, type MinutesBid, type OpeningMinutes } from '../../src/bids/opening-minutes.js';
import type { ReleasedIdentities } from '../../src/bids/release-identities.js';
import { identityOf, splitLock } from '../../src/custody/deal-lock.js';
import { commitmentOf, locks, type Lock } from '../../src/custody/share-commitment.js';

export const tenderId = '019f3a52-7c1e-7d02-9b7e-1a2b3c4d5e6f';
/** A made-up id, by number. */
export const idOf = (number: number): string => `019f3a52-7c1e-7d02-9b7e-${String(number).padStart(12, '0')}`;

export interface Made {
  minutes: OpeningMinutes;
  identities: ReleasedIdentities;
}

/**
 * Minutes as an opening writes them, of locks that were dealt for this once, so that `opens` of the holders open them, whatever `threshold` the minutes
 * name. `bids` are in the order of receipt.
 */
export async function madeOpening(
  holders = 3,
  threshold = 2,
  bids: readonly Partial<MinutesBid>[] = [{}, {}],
  opens = threshold,
): Promise<Made> {
  const made = {
    locks: {} as OpeningMinutes['locks'],
    identities: {} as Record<Lock, string>,
    shares: {} as ReleasedIdentities['shares'],
  };
  for (const [at, lock] of locks.entries()) {
    const { shares, recipient } = await splitLock(holders, opens);
    const used = shares.slice(0, threshold);
    const identity = (await identityOf(used)) as string;
    made.identities[lock] = identity;
    made.shares[lock] = used.map((share, index) => ({ index: index + 1, share: Buffer.from(share).toString('base64') }));
    made.locks[lock] = {
      recipient,
      threshold,
      identitySha256: identitySha256(identity),
      organizationId: idOf(100 + at),
      shares: shares.map((share, index) => ({
        index: index + 1,
        organizationId: idOf(200 + index),
        commitment: commitmentOf({ tenderId, envelope: 'bid', lock, index: index + 1 }, share),
        used: index < threshold,
      })),
    };
  }
  const minutes: OpeningMinutes = {
    format: 'ftz-opening-minutes-2',
    tenderId,
    envelope: 'bid',
    referenceNumber: 'SHFTZ-2026-0001',
    bidsCloseAt: '2026-04-13T01:00:00.000000Z',
    openableAt: '2026-04-13T01:00:20.000000Z',
    openedAt: '2026-04-13T01:00:20.000000Z',
    locks: made.locks,
    bids: bids.map((over, at) => ({ ...bidAt(at), ...over })),
  };
  const { identities, shares } = made;
  return { minutes, identities: { format: 'ftz-identities-1', tenderId, envelope: 'bid', identities, shares } };
}

function bidAt(at: number): MinutesBid {
  return {
    bidId: idOf(at + 1),
    supplierId: idOf(at + 51),
    supplierName: { zh: '申达医疗器械有限公司' },
    receivedAt: `2026-04-12T01:00:0${at}.000000Z`,
    ciphertextSha256: String(at + 1).padStart(64, '0'),
    noticeVersion: 1,
    result: 'opened',
    price: { amount: '9800000.00', currency: 'CNY' },
    defect: null,
  };
}
