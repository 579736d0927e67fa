import { generateX25519Identity, identityToRecipient, Decrypter } from 'age-encryption';
import type { BidContent } from '../bids/bid-payload.dto.js';
import { packBid, packOwnCopy, type BidDocument } from '../bids/pack-bid.js';
import { partsOf, sealedTo, streamOf } from '../bids/seal-stream.js';

export interface SealedHere {
  sealed: Blob;
  copy: Blob;
  /** Of the sealed file, in hex. */
  sha256: string;
}

export interface OwnKey {
  identity: string;
  recipient: string;
}

/** The key of the bidder's own copies: the one in the file, or a new one. Throws Error where the file holds none. */
export async function ownKey(file: File | undefined): Promise<OwnKey> {
  const found = file === undefined ? null : /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/m.exec(await file.text());
  if (file !== undefined && !found) throw new Error(`${file.name}`);
  const identity = found?.[0] ?? (await generateX25519Identity());
  return { identity, recipient: await identityToRecipient(identity) };
}

/** A document the bidder chose; its bytes stay with the browser. */
export async function documentOf(file: File): Promise<BidDocument> {
  const sha256 = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return { name: file.name.normalize('NFC'), sha256, bytes: file.size, read: () => partsOf(file.stream()) };
}

/** Seals for both locks, and for the bidder itself; opens the own copy again and compares it with what was sealed. Throws Error where they differ. */
export async function sealHere(
  content: BidContent,
  documents: readonly BidDocument[],
  locks: Record<'A' | 'B', string>,
  own: OwnKey,
): Promise<SealedHere> {
  const payload = packBid(content, documents);
  const sealed = await blobOf(sealedTo([locks.A, locks.B], payload.read()));
  const sha256 = hex(await crypto.subtle.digest('SHA-256', await sealed.arrayBuffer()));
  const fact = { format: 'ftz-own-copy-1' as const, tenderId: content.tenderId, sha256, bytes: sealed.size };
  const packed = packOwnCopy(fact, payload);
  const copy = await blobOf(sealedTo([own.recipient], packed.read()));
  const decrypter = new Decrypter();
  decrypter.addIdentity(own.identity);
  const opened = partsOf(await decrypter.decrypt(streamOf(partsOf(copy.stream()))));
  if (!(await areSame(opened, packed.read()))) throw new Error('own copy');
  return { sealed, copy, sha256 };
}

/** `Content-Digest` (RFC 9530) of a SHA-256 in hex. */
export function contentDigestOf(sha256: string): string {
  const bytes = (sha256.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return `sha-256=:${btoa(String.fromCharCode(...bytes))}:`;
}

/** Parts are gathered into one Blob a mebibyte at a time, so that the browser may keep them on its disk. */
async function blobOf(parts: AsyncIterable<Uint8Array>): Promise<Blob> {
  const blobs: Blob[] = [];
  let waiting: BlobPart[] = [];
  for await (const part of parts) {
    waiting.push(part as Uint8Array<ArrayBuffer>);
    if (waiting.length < 16) continue;
    blobs.push(new Blob(waiting));
    waiting = [];
  }
  return new Blob([...blobs, ...waiting], { type: 'application/age' });
}

/** Byte by byte, however they are cut. */
async function areSame(one: AsyncIterable<Uint8Array>, other: AsyncIterable<Uint8Array>): Promise<boolean> {
  const rest = other[Symbol.asyncIterator]();
  let left: Uint8Array = new Uint8Array(0);
  for await (const part of one) {
    for (let at = 0; at < part.length;) {
      if (left.length === 0) {
        const next = await rest.next();
        if (next.done) return false;
        left = next.value;
        continue;
      }
      const count = Math.min(left.length, part.length - at);
      for (let i = 0; i < count; i += 1) if (left[i] !== part[at + i]) return false;
      left = left.subarray(count);
      at += count;
    }
  }
  for (let next = await rest.next(); !next.done; next = await rest.next()) if (next.value.length > 0) return false;
  return left.length === 0;
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, '0')).join('');
}
