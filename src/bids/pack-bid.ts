import type { BidContent } from './bid-payload.dto.js';
import type { AnyContent } from './envelope-forms.js';
import { paddedLength } from './seal-stream.js';
import { tarBytes, tarOf, type TarFile } from './tar-writer.js';

/** A document that can be read more than once. */
export interface BidDocument {
  name: string;
  sha256: string;
  bytes: number;
  read(): AsyncIterable<Uint8Array>;
}

/** What goes into the two layers, or into the bidder's own copy: its length is known before it is read. */
export interface Packed {
  bytes: number;
  read(): AsyncIterable<Uint8Array>;
}

/** What the platform is sent, as its receipt names it. */
export interface SealedFact {
  format: 'ftz-own-copy-1';
  tenderId: string;
  sha256: string;
  bytes: number;
}

/**
 * The bid, or one of its envelopes, as a tar, `bid.json` first, padded with zeros. What the sealed file's length still tells: the size of the whole bid to within 12 % (to 6 % from
 * a megabyte on), never the length of one document, how many there are, or anything of the price; all bids below 16 KiB look alike.
 */
export function packBid(content: AnyContent, documents: readonly BidDocument[]): Packed {
  const json = new TextEncoder().encode(JSON.stringify({ ...content, documents: documents.map(listed) }));
  const files = (): TarFile[] => [
    { name: 'bid.json', bytes: json.length, content: [json] },
    ...documents.map(({ name, bytes, read }) => ({ name, bytes, content: read() })),
  ];
  const bytes = bucketOf(tarBytes([{ name: 'bid.json', bytes: json.length }, ...documents]));
  return { bytes, read: () => tarOf(files(), bytes) };
}

/** The bidder's own copy: what was sealed, and which sealed file it became, so that it can be held against the receipt. */
export function packOwnCopy(sealed: SealedFact, payload: Packed): Packed {
  const fact = new TextEncoder().encode(JSON.stringify(sealed));
  const files = (): TarFile[] => [
    { name: 'sealed.json', bytes: fact.length, content: [fact] },
    { name: 'payload', bytes: payload.bytes, content: payload.read() },
  ];
  const bytes = tarBytes([
    { name: 'sealed.json', bytes: fact.length },
    { name: 'payload', bytes: payload.bytes },
  ]);
  return { bytes, read: () => tarOf(files(), bytes) };
}

function listed({ name, sha256, bytes }: BidDocument): BidContent['documents'][number] {
  return { name, sha256, bytes };
}

/** Whole blocks, as a tar has them; 16 KiB at least. */
function bucketOf(bytes: number): number {
  const padded = paddedLength(Math.max(bytes, 16_384));
  return Math.ceil(padded / 512) * 512;
}
