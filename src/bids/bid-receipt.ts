import { canonicalJson } from '../platform/audit-leaf.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { BidAct, SubmissionRow } from './bids.queries.js';

/**
 * What a bidder takes home (回执). Ed25519 over the RFC 8785 form of everything but `signature`. It carries no number in a sequence, which
 * would count the bids.
 */
export interface BidReceipt {
  format: 'ftz-receipt-1' | 'ftz-receipt-2';
  id: string;
  tenderId: string;
  /** Counts this supplier's own acts in this tender. */
  version: number;
  state: 'submitted' | 'withdrawn';
  action: BidAct;
  previousId: string | null;
  /** Hex; null for a withdrawal. */
  ciphertextSha256: string | null;
  bytes: number | null;
  /** The sealed price, where the tender is opened in two steps: with it the format is `ftz-receipt-2`, and the file above is the qualification. */
  price?: { ciphertextSha256: string; bytes: number };
  receivedAt: Instant;
  statement: Bilingual;
  keyId: string;
  /** base64url */
  signature: string;
}

/** What a receipt is signed with: the platform's key. */
export interface ReceiptSigner {
  readonly keyId: string;
  sign(bytes: Buffer): string;
}

/** The same row gives the same receipt, byte for byte, as long as the key is the same. */
export function bidReceipt(row: SubmissionRow, tenderId: string, signer: ReceiptSigner): BidReceipt {
  const unsigned = {
    format: row.price_sha256 === null ? ('ftz-receipt-1' as const) : ('ftz-receipt-2' as const),
    id: row.id,
    tenderId,
    version: row.version,
    state: row.action === 'withdrawal' ? ('withdrawn' as const) : ('submitted' as const),
    action: row.action,
    previousId: row.previous_id,
    ciphertextSha256: row.ct_sha256,
    bytes: row.ct_bytes === null ? null : Number(row.ct_bytes),
    ...(row.price_sha256 === null ? {} : { price: { ciphertextSha256: row.price_sha256, bytes: Number(row.price_bytes) } }),
    receivedAt: row.received_at,
    statement: row.action === 'withdrawal' ? withdrawn : received,
    keyId: signer.keyId,
  };
  return { ...unsigned, signature: signer.sign(Buffer.from(canonicalJson(unsigned), 'utf8')) };
}

/** The bytes a receipt's signature covers. */
export function signedBytesOf(receipt: BidReceipt): Buffer {
  const { signature: _signature, ...unsigned } = receipt;
  return Buffer.from(canonicalJson(unsigned), 'utf8');
}

const received: Bilingual = {
  zh: '已收到密封文件；其内容未经核对。',
  en: 'Sealed file received; its contents were not checked.',
};
const withdrawn: Bilingual = {
  zh: '投标已撤回；所提交的文件不予开启。',
  en: 'Bid withdrawn; the files handed in will not be opened.',
};
