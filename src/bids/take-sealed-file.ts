import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { BlobStore, type Staged } from '../platform/blob-store.js';
import { declaredSha256 } from '../platform/content-digest.js';
import { LawRefusal, Refusal } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';
import { ageShape, bodyBytesMin, headerBytesMax } from './seal.js';

const fileBytesMax = 200 * 1024 * 1024;

/** A sealed file on its way in. */
export interface Upload {
  /** Undefined where the request has no body. */
  stream: Readable | undefined;
  contentDigest: string | string[] | undefined;
  /** As the client declares it; null where it does not. */
  bytes: number | null;
}

/** Takes the bytes of a sealed bid to the disk before anything is written about them. Nothing is parsed but the age header's shape. */
@Injectable()
export class TakeSealedFile {
  constructor(private readonly blobs: BlobStore) {}

  /** Throws LawRefusal `bid.not-sealed`, `bid.digest-mismatch`, `bid.transfer-incomplete`; Refusal 400 without a digest, 413 over 200 MiB. */
  async run(upload: Upload): Promise<Staged> {
    const declared = declaredSha256(upload.contentDigest);
    if (!upload.stream) throw notSealed('not-age');
    const staged = await this.blobs.stage(Readable.from(sealedBytes(upload.stream)), { bytesMax: fileBytesMax });
    if (staged.sha256 === declared) return staged;
    await this.blobs.discard(staged);
    throw new LawRefusal([breach('bid.digest-mismatch', { declared, received: staged.sha256 }, { pointer: 'Content-Digest' })]);
  }
}

/** Passes the bytes on while their beginning is, or may still become, the header of an age file. */
async function* sealedBytes(source: Readable): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  let bytes = 0;
  let bytesMin = Infinity;
  for await (const chunk of arriving(source)) {
    bytes += chunk.length;
    if (head) {
      head = Buffer.concat([head, chunk.subarray(0, headerBytesMax - head.length)]);
      const shape = ageShape(head);
      if (!shape.ok && shape.reason !== 'incomplete') throw notSealed(shape.reason);
      if (shape.ok) {
        bytesMin = shape.headerBytes + bodyBytesMin;
        head = null;
      }
    }
    yield chunk;
  }
  if (bytes < bytesMin) throw notSealed('incomplete');
}

/** A connection that breaks off leaves a transfer incomplete and is no fault of ours. */
async function* arriving(source: Readable): AsyncGenerator<Buffer> {
  try {
    yield* source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new LawRefusal([breach('bid.transfer-incomplete')]);
  }
}

function notSealed(reason: string): LawRefusal {
  return new LawRefusal([breach('bid.not-sealed', { reason })]);
}
