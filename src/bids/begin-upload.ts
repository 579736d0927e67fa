import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { declaredSha256 } from '../platform/content-digest.js';
import { keyReused } from '../platform/idempotency.js';
import { malformed, Refusal, unknownResource } from '../platform/refusal.js';
import { newId } from '../platform/unit-of-work.js';
import { ReceiveBid, supplierOf } from './receive-bid.js';
import { fileBytesMax, tooLargeToSeal } from './take-sealed-file.js';
import type { UploadAnswer } from './read-upload.js';
import { UploadFiles } from './upload-files.js';
import { uploadBytesMax, UploadBox, uploadsMax, type UploadOutcome } from './uploads.queries.js';

/** Says that a sealed file will come in pieces. Not a bid, and not recorded: it would tell that somebody means to bid. */
@Injectable()
export class BeginUpload {
  constructor(
    private readonly receiving: ReceiveBid,
    private readonly box: UploadBox,
    private readonly files: UploadFiles,
  ) {}

  /** Throws what a bid made now would be refused for; Refusal 400 without length or digest, 413 over 200 MiB, 429 over the organisation's share. */
  async run(
    actor: Actor,
    tenderId: string,
    headers: { length: string | undefined; digest: string | undefined },
  ): Promise<UploadAnswer> {
    const bytes = wholeLength(headers.length);
    const sha256 = declaredSha256(headers.digest, 'Repr-Digest');
    await this.receiving.admit(actor, tenderId, 'submission');
    const made = madeOf(
      await this.box.begin({
        ...{ id: newId(), tenderId, supplierId: supplierOf(actor), personId: actor.personId, bytes, sha256 },
        ...{
          idempotencyKey: actor.request.idempotencyKey as string,
          fingerprint: `${actor.request.fingerprint} ${bytes} ${sha256}`,
        },
      }),
    );
    await this.files.begin(made.id);
    return { id: made.id, tenderId, bytes, offset: await this.files.offset(made.id), expiresAt: made.expires_at };
  }
}

function wholeLength(text: string | undefined): number {
  const bytes = /^[1-9]\d{0,14}$/.test(text ?? '') ? Number(text) : null;
  if (bytes === null)
    throw malformed('Upload-Length', {
      zh: '必须携带Upload-Length请求头，给出整个文件的字节数。',
      en: 'An Upload-Length header with the number of bytes of the whole file is needed.',
    });
  if (bytes > fileBytesMax) throw tooLargeToSeal();
  return bytes;
}

function madeOf(made: UploadOutcome): Extract<UploadOutcome, { outcome: 'made' }> {
  switch (made.outcome) {
    case 'made':
      return made;
    case 'unknown':
      throw unknownResource();
    case 'key-reused':
      throw keyReused();
    case 'too-many':
      throw new Refusal(429, 'too-many-uploads', {
        zh: `贵组织同时上传的文件不得超过${uploadsMax}个、合计${uploadBytesMax}字节；请先完成或删除已有上传。`,
        en: `An organisation has at most ${uploadsMax} uploads and ${uploadBytesMax} bytes under way; finish or delete one first.`,
      });
  }
}
