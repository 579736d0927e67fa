import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { BlobStore, type Staged } from '../platform/blob-store.js';
import { declaredSha256 } from '../platform/content-digest.js';
import { LawRefusal, Refusal } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';
import { ageShape, bodyBytesMin, headerBytesMax } from './seal.js';

export const fileBytesMax = 200 * 1024 * 1024;

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
    return this.take(arriving(upload.stream), declared);
  }

  /** As `run`, of a file of which the digest is known. */
  async take(source: AsyncIterable<Buffer>, declared: string): Promise<Staged> {
    const staged = await this.blobs.stage(sealedBytes(source), { bytesMax: fileBytesMax });
    if (staged.sha256 === declared) return staged;
    await this.blobs.discard(staged);
    throw new LawRefusal([breach('bid.digest-mismatch', { declared, received: staged.sha256 }, { pointer: 'Content-Digest' })]);
  }
}

/** Looks at the beginning of a file for as long as it is, or may still become, the header of an age file. */
export class AgeHead {
  private head: Buffer | null = Buffer.alloc(0);
  private bytes = 0;
  private bytesMin = Infinity;

  /** Throws LawRefusal `bid.not-sealed` once it is none. */
  take(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.head === null) return;
    this.head = Buffer.concat([this.head, chunk.subarray(0, headerBytesMax - this.head.length)]);
    const shape = ageShape(this.head);
    if (!shape.ok && shape.reason !== 'incomplete') throw notSealed(shape.reason);
    if (!shape.ok) return;
    this.bytesMin = shape.headerBytes + bodyBytesMin;
    this.head = null;
  }

  /** Throws LawRefusal `bid.not-sealed` where the file ends before an age file can. */
  end(): void {
    if (this.bytes < this.bytesMin) throw notSealed('incomplete');
  }
}

async function* sealedBytes(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const head = new AgeHead();
  for await (const chunk of source) {
    head.take(chunk);
    yield chunk;
  }
  head.end();
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

/** 413: over the bytes that were declared, or over what a sealed file may have. */
export function tooLargeToSeal(): Refusal {
  return new Refusal(413, 'too-large', {
    zh: `文件超过声明的长度或${fileBytesMax}字节的上限`,
    en: `The file is larger than declared, or than ${fileBytesMax} bytes`,
  });
}

function notSealed(reason: string): LawRefusal {
  return new LawRefusal([breach('bid.not-sealed', { reason })]);
}
