import type { Reader } from '../platform/reads.js';
import type { BidState } from '../rules/bid.machine.js';
import type { Instant } from '../rules/moment.js';
import type { QualificationContent } from './two-envelopes.dto.js';

/** A bid whose first envelope is open and whose second is not. */
export interface SealedPrice {
  id: string;
  version: number;
  supplierId: string;
  state: BidState;
  ciphertextSha256: string;
  receivedAt: Instant;
  noticeVersion: number | null;
  /** Null where the first envelope was defective. */
  content: QualificationContent | null;
  priceSha256: string;
  priceBytes: number;
  /** The latest verdict on it; null before any. */
  qualified: boolean | null;
}

/** Every price of the tender that is still sealed, in the order of receipt. */
export function sealedPrices(reader: Reader, tenderId: string): Promise<SealedPrice[]> {
  return reader.query<SealedPrice>(
    `SELECT bid.id, bid.version, bid.supplier_id AS "supplierId", bid.state, bid.ciphertext_sha256 AS "ciphertextSha256",
            bid.received_at AS "receivedAt", bid.notice_version AS "noticeVersion", bid.content,
            bid.price_sha256 AS "priceSha256", bid.price_bytes AS "priceBytes",
            (SELECT verdict.qualified FROM qualification_verdicts verdict WHERE verdict.bid_id = bid.id ORDER BY verdict.stage DESC LIMIT 1) AS qualified
       FROM opened_bids bid
      WHERE bid.tender_id = $1 AND bid.price_sha256 IS NOT NULL AND bid.price_opened_at IS NULL
      ORDER BY bid.received_at, bid.id`,
    [tenderId],
  );
}

/** Its price is to be opened: it stands, and the latest verdict on it says so. */
export function isToBeOpened({ state, qualified }: SealedPrice): boolean {
  return state === 'opened' && qualified === true;
}

/** Whether it qualifies is still to be decided: for the first time, or again after a review. */
export function isUndecided({ state, qualified }: SealedPrice): boolean {
  return state === 'opened' && qualified !== true;
}

/** The latest stage whose verdicts are there, and from when its prices may be opened; null before any, or before that was announced. */
export async function latestStage(reader: Reader, tenderId: string): Promise<{ stage: number; opensAt: Instant | null } | null> {
  const rows = await reader.query<{ stage: number; opensAt: Instant | null }>(
    `SELECT verdict.stage, opening.opens_at AS "opensAt"
       FROM qualification_verdicts verdict LEFT JOIN price_openings opening USING (tender_id, stage)
      WHERE verdict.tender_id = $1 ORDER BY verdict.stage DESC LIMIT 1`,
    [tenderId],
  );
  return rows[0] ?? null;
}
