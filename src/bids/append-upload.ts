import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { BlobStore } from '../platform/blob-store.js';
import { malformed, Refusal, unknownResource } from '../platform/refusal.js';
import { CompleteUpload } from './complete-upload.js';
import { ReadUpload, type UploadAnswer } from './read-upload.js';
import { supplierOf } from './receive-bid.js';
import { headerBytesMax } from './seal.js';
import { AgeHead, tooLargeToSeal } from './take-sealed-file.js';
import { UploadFiles } from './upload-files.js';
import type { OwnUpload } from './uploads.queries.js';

/** The version of the protocol, on every answer. */
export const tusVersion = '1.0.0';

/** What arrives becomes durable in steps of this size, so that a crash costs no more of it. */
const partBytes = 8_388_608;
/** Nobody needs a file system full of tiny parts. */
const partsMax = 2_000;

/** Takes the next bytes of an upload. Whatever arrived before a connection broke stays; of two requests at one offset, one wins. */
@Injectable()
export class AppendUpload {
  constructor(
    private readonly reading: ReadUpload,
    private readonly files: UploadFiles,
    private readonly blobs: BlobStore,
    private readonly completing: CompleteUpload,
  ) {}

  /**
   * Throws Refusal 400 without an offset, 404, 409 at another offset, 413 over the declared length, 429 in too many parts; LawRefusal
   * `bid.not-sealed` at the first bytes, `bid.digest-mismatch` at the last: then the upload is over.
   */
  async run(actor: Actor, id: string, offsetText: string | undefined, stream: Readable | undefined): Promise<UploadAnswer> {
    const upload = await this.reading.own(actor, id);
    let offset = await this.startAt(id, offsetText);
    const head = await this.headUpTo(id, offset);
    const arriving = new Arriving(stream);
    while (!arriving.ended) {
      const bytesMax = upload.bytes - offset;
      const part = await this.blobs.stage(checked(arriving.next(partBytes), head, bytesMax), { bytesMax: partBytes * 2 });
      if (part.bytes === 0) await this.blobs.discard(part);
      else if (!(await this.files.append(id, offset, part))) throw await this.lost(actor, id);
      offset += part.bytes;
    }
    if (offset === upload.bytes && upload.sha512 === null) await this.completing.run(upload, supplierOf(actor));
    return answerOf(upload, offset);
  }

  private async startAt(id: string, text: string | undefined): Promise<number> {
    if (!/^\d{1,15}$/.test(text ?? ''))
      throw malformed('Upload-Offset', {
        zh: '必须携带Upload-Offset请求头，给出本段的起始字节。',
        en: 'An Upload-Offset header with the first byte of this part is needed.',
      });
    const offset = await this.files.offset(id);
    if (offset !== Number(text)) throw otherOffset(offset);
    if ((await this.files.countParts(id)) >= partsMax) throw tooManyParts();
    return offset;
  }

  /** The head of the file as far as it is there. */
  private async headUpTo(id: string, offset: number): Promise<AgeHead> {
    const head = new AgeHead();
    if (offset === 0) return head;
    let seen = 0;
    for await (const chunk of this.files.read(id)) {
      head.take(chunk);
      seen += chunk.length;
      if (seen >= headerBytesMax) break;
    }
    return head;
  }

  private async lost(actor: Actor, id: string): Promise<Refusal> {
    await this.reading.own(actor, id);
    const offset = await this.files.offset(id);
    return offset === 0 ? unknownResource() : otherOffset(offset);
  }
}

/** A request's body, cut into parts. It ends where the client says so or where the connection breaks. */
class Arriving {
  ended = false;
  private readonly chunks: AsyncIterator<Buffer> | null;

  constructor(stream: Readable | undefined) {
    stream?.on('error', () => undefined);
    this.chunks = stream ? (stream.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>) : null;
    this.ended = stream === undefined;
  }

  async *next(bytesMax: number): AsyncGenerator<Buffer> {
    for (let bytes = 0; bytes < bytesMax;) {
      const chunk = await this.chunks?.next().catch(() => null);
      if (!chunk || chunk.done) {
        this.ended = true;
        return;
      }
      bytes += chunk.value.length;
      yield chunk.value;
    }
  }
}

async function* checked(source: AsyncIterable<Buffer>, head: AgeHead, bytesMax: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLargeToSeal();
    head.take(chunk);
    yield chunk;
  }
}

function answerOf({ id, tenderId, bytes, expiresAt }: OwnUpload, offset: number): UploadAnswer {
  return { id, tenderId, bytes, offset, expiresAt };
}

function otherOffset(offset: number): Refusal {
  return new Refusal(
    409,
    'upload-offset-differs',
    { zh: '该上传的当前位置不同', en: 'The upload has another offset' },
    [
      {
        pointer: 'Upload-Offset',
        detail: { zh: `请从第${offset}字节继续。`, en: `Continue at byte ${offset}.` },
      },
    ],
    { 'upload-offset': String(offset), 'tus-resumable': tusVersion },
  );
}

function tooManyParts(): Refusal {
  return new Refusal(429, 'too-many-parts', {
    zh: `一次上传不得超过${partsMax}段；请以更大的分段重新上传。`,
    en: `An upload has at most ${partsMax} parts; begin another one with larger parts.`,
  });
}
