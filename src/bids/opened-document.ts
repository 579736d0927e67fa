import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import type { Blob, BlobStore, ByteRange, Staged } from '../platform/blob-store.js';
import type { Taken } from './bid-content.js';

/**
 * A document as an opening took it out of a sealed bid. What lies on the disk is encrypted under a key of its own, which is in this process's
 * memory alone until the opening is committed: an opening that breaks off leaves nothing on the disk that anybody can read.
 */
export interface OpenedDocument extends Taken {
  /** The encrypted file; its hash is not the document's. */
  file: Staged;
  key: Uint8Array;
  sha512: string;
}

/** How a document is kept; those kept by earlier versions have no key and lie there as they are. */
export interface KeptDocument {
  blobSha256: string;
  key: Uint8Array | null;
}

/** NIST SP 800-38A, section 6.5. A key encrypts one file, from the counter zero. */
const algorithm = 'aes-256-ctr';
const blockBytes = 16;

/** Encrypts what comes onto the disk, and hashes it as it is. Throws what the store or the source throws. */
export async function takeEncrypted(
  blobs: BlobStore,
  content: AsyncIterable<Uint8Array>,
  bytesMax: number,
): Promise<OpenedDocument> {
  const key = randomBytes(32);
  const cipher = createCipheriv(algorithm, key, counterAt(0));
  const hash = createHash('sha256');
  const second = createHash('sha512');
  async function* encrypted(): AsyncGenerator<Buffer> {
    for await (const part of content) {
      hash.update(part);
      second.update(part);
      yield cipher.update(part);
    }
  }
  const file = await blobs.stage(Readable.from(encrypted()), { bytesMax });
  return { sha256: hash.digest('hex'), sha512: second.digest('hex'), bytes: file.bytes, file, key };
}

/** The document, or the part of it in `range`. Throws as `BlobStore.open` does. */
export async function openDocument(blobs: BlobStore, { blobSha256, key }: KeptDocument, range?: ByteRange): Promise<Blob> {
  const { bytes, stream } = await blobs.open(blobSha256, range);
  if (key === null) return { bytes, stream };
  const first = range?.first ?? 0;
  const decipher = createDecipheriv(algorithm, key, counterAt(Math.floor(first / blockBytes)));
  decipher.update(Buffer.alloc(first % blockBytes));
  // Whoever leaves half-way closes the file, too.
  return { bytes, stream: pipeline(stream, decipher, () => undefined) };
}

export function counterAt(block: number): Buffer {
  const counter = Buffer.alloc(blockBytes);
  counter.writeBigUInt64BE(BigInt(block), blockBytes - 8);
  return counter;
}
