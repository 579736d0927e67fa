import { createHash } from 'node:crypto';
import type { Bilingual, Breach } from '../rules/breach.js';
import type { Envelope } from '../rules/custody.js';
import type { Instant } from '../rules/moment.js';
import type { DealtLock } from '../tenders/locks.js';
import type { BidContent } from './bid-payload.dto.js';
import type { OfferedPrice } from './bid-terms.js';
import type { BidDefect, OpenedBid } from './opened-bid.entity.js';
import type { RecoveredKeys } from '../custody/look-for-shares.js';
import type { Lock } from '../custody/share-commitment.js';

export interface MinutesBid {
  bidId: string;
  supplierId: string;
  supplierName: Partial<Bilingual>;
  receivedAt: Instant;
  ciphertextSha256: string;
  /** The version of the notice that it answers: in force when it came, or confirmed later. */
  noticeVersion: number | null;
  result: 'opened' | 'defective';
  price: { amount: string; currency: 'CNY' } | null;
  /** The price in the bid's own currency, where that is another, with the rate of the notice. */
  offered?: OfferedPrice;
  /** What it asks for each lot, in its own currency, where it names lots. */
  lots?: BidContent['lots'];
  defect: { cause: BidDefect['cause']; rule: Breach['rule']; detail: Bilingual } | null;
  /** What stays sealed beside it: the price, where that is opened in a second step. */
  sealedPrice?: { ciphertextSha256: string; bytes: number };
}

/** A price that is not opened, and stays sealed. */
export interface MinutesUnopened {
  bidId: string;
  supplierId: string;
  supplierName: Partial<Bilingual>;
  ciphertextSha256: string;
  reason: 'not-qualified' | 'defective';
}

/** How a lock was opened: to what its dealer had committed itself before the notice, and which shares made its key again. */
export interface MinutesLock {
  recipient: string;
  threshold: number;
  /** Hex SHA-256 of the text of the key that was recovered. */
  identitySha256: string;
  /** Who dealt it. */
  organizationId: string;
  shares: { index: number; organizationId: string; commitment: string; used: boolean }[];
}

/** What is read out at an opening (唱标), and what lets a stranger check it. No key, no offer, no document. */
export interface OpeningMinutes {
  /** 3 where the tender is opened in two steps: each step has minutes of its own. */
  format: 'ftz-opening-minutes-2' | 'ftz-opening-minutes-3';
  tenderId: string;
  envelope: Envelope;
  referenceNumber: string;
  bidsCloseAt: Instant;
  openableAt: Instant;
  openedAt: Instant;
  locks: Record<Lock, MinutesLock>;
  bids: MinutesBid[];
  /** Of prices: whose stay sealed. */
  unopened?: MinutesUnopened[];
}

export type MinutedBid = OpenedBid & { offered: OfferedPrice | null };

/** The tender as far as the minutes name it, and which envelope was opened. */
export interface TenderOpened {
  id: string;
  envelope: Envelope;
  referenceNumber: string;
  bidsCloseAt: Instant;
  opensAt: Instant;
}

export function openingMinutes(
  tender: TenderOpened,
  openedAt: Instant,
  locks: Record<Lock, MinutesLock>,
  bids: readonly MinutedBid[],
  names: ReadonlyMap<string, Partial<Bilingual>>,
): OpeningMinutes {
  return {
    format: tender.envelope === 'bid' ? 'ftz-opening-minutes-2' : 'ftz-opening-minutes-3',
    tenderId: tender.id,
    envelope: tender.envelope,
    referenceNumber: tender.referenceNumber,
    bidsCloseAt: tender.bidsCloseAt,
    openableAt: tender.opensAt,
    openedAt,
    locks,
    bids: bids.map((bid) => minutesBid(bid, names.get(bid.supplierId) ?? {}, tender.envelope)),
  };
}

/** The locks as the minutes tell them. */
export function minutesLocks(locks: readonly DealtLock[], keys: RecoveredKeys): Record<Lock, MinutesLock> {
  const told = locks.map(({ lock, recipient, threshold, organizationId, shares }): [Lock, MinutesLock] => [
    lock,
    {
      recipient,
      threshold,
      identitySha256: identitySha256(keys[lock].identity),
      organizationId,
      shares: shares.map((one) => ({
        index: one.index,
        organizationId: one.organizationId,
        commitment: one.commitment,
        used: keys[lock].used.includes(one.index),
      })),
    },
  ]);
  return Object.fromEntries(told) as Record<Lock, MinutesLock>;
}

/** An identity has 128 random bits and more, so its hash tells nothing of it. */
export function identitySha256(identity: string): string {
  return createHash('sha256').update(identity).digest('hex');
}

/** A bid as the minutes tell it. */
export function minutesBid(bid: MinutedBid, supplierName: Partial<Bilingual>, envelope: Envelope): MinutesBid {
  const { defect, priceSha256, priceBytes } = bid;
  return {
    bidId: bid.id,
    supplierId: bid.supplierId,
    supplierName,
    receivedAt: bid.receivedAt,
    ciphertextSha256: envelope === 'price' ? (priceSha256 as string) : bid.ciphertextSha256,
    noticeVersion: bid.noticeVersion,
    result: defect ? 'defective' : 'opened',
    price: bid.price === null ? null : { amount: bid.price, currency: 'CNY' },
    ...(bid.offered === null ? {} : { offered: bid.offered }),
    ...(bid.content?.lots ? { lots: bid.content.lots } : {}),
    defect: defect && { cause: defect.cause, rule: defect.breach.rule, detail: defect.breach.detail },
    ...(envelope === 'qualification'
      ? { sealedPrice: { ciphertextSha256: priceSha256 as string, bytes: priceBytes as number } }
      : {}),
  };
}
