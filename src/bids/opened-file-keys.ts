import type { Reader } from '../platform/reads.js';
import type { Work } from '../platform/unit-of-work.js';
import type { Envelope } from '../rules/custody.js';
import type { FileKeys } from './seal.js';

/** The keys of one sealed file that was opened: with them and the file, whoever has both sees what the opening saw, and nothing else. */
export interface ReleasedFileKeys {
  format: 'ftz-file-keys-1';
  tenderId: string;
  bidId: string;
  envelope: Envelope;
  /** Of the sealed file. */
  ciphertextSha256: string;
  /** base64 of 16 octets each: the age file keys of both layers; null for a layer that did not open. */
  fileKeys: { outer: string; inner: string | null };
}

/** What tells a file that was made from another: its hash, and the random keys of its layers. */
export function marksOf(ciphertextSha256: string, fileKeys: FileKeys): string[] {
  return [ciphertextSha256, ...Object.entries(fileKeys).map(([layer, key]) => `${layer} ${Buffer.from(key).toString('hex')}`)];
}

/** Keeps them with the opening, where the outer layer opened at all. */
export async function keepFileKeys(work: Work, bidId: string, envelope: Envelope, { outer, inner }: FileKeys): Promise<void> {
  if (outer === undefined) return;
  await work.query('INSERT INTO opened_file_keys (bid_id, envelope, outer_key, inner_key) VALUES ($1, $2, $3, $4)', [
    bidId,
    envelope,
    outer,
    inner ?? null,
  ]);
}

/** Null where no such file of the tender was opened, or its outer layer did not open. `envelope`: `price`, or else the first one. */
export async function fileKeysOf(
  reader: Reader,
  tenderId: string,
  bid: { id: string } | { supplierId: string },
  envelope: Envelope | undefined,
): Promise<ReleasedFileKeys | null> {
  const [row] = await reader.query<
    Omit<ReleasedFileKeys, 'format' | 'fileKeys'> & { outer: Uint8Array; inner: Uint8Array | null }
  >(
    `SELECT bid.tender_id AS "tenderId", bid.id AS "bidId", kept.envelope,
            CASE kept.envelope WHEN 'price' THEN bid.price_sha256 ELSE bid.ciphertext_sha256 END AS "ciphertextSha256",
            kept.outer_key AS outer, kept.inner_key AS inner
       FROM opened_bids bid JOIN opened_file_keys kept ON kept.bid_id = bid.id
      WHERE bid.tender_id = $1 AND ${'id' in bid ? 'bid.id' : 'bid.supplier_id'} = $2 AND (kept.envelope = 'price') = $3`,
    [tenderId, 'id' in bid ? bid.id : bid.supplierId, envelope === 'price'],
  );
  if (!row) return null;
  const { outer, inner, ...about } = row;
  const fileKeys = { outer: base64(outer), inner: inner && base64(inner) };
  return { format: 'ftz-file-keys-1', ...about, fileKeys };
}

function base64(key: Uint8Array): string {
  return Buffer.from(key).toString('base64');
}
