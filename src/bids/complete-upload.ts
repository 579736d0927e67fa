import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Staged } from '../platform/blob-store.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';
import { GiveUpUpload } from './give-up-upload.js';
import { ReadUpload } from './read-upload.js';
import { supplierOf } from './receive-bid.js';
import { TakeSealedFile } from './take-sealed-file.js';
import { UploadFiles } from './upload-files.js';
import { UploadBox, type OwnUpload } from './uploads.queries.js';

/** Makes one file of an upload's parts, read back from the disk and checked against the digest that was declared at its beginning. */
@Injectable()
export class CompleteUpload {
  constructor(
    private readonly reading: ReadUpload,
    private readonly box: UploadBox,
    private readonly files: UploadFiles,
    private readonly taking: TakeSealedFile,
    private readonly givingUp: GiveUpUpload,
  ) {}

  /** Throws LawRefusal `bid.digest-mismatch`, `bid.not-sealed`: then the upload is over, since none of its bytes can change. */
  async run(upload: OwnUpload, supplierId: string): Promise<string> {
    try {
      return await this.once(upload, supplierId);
    } catch (error) {
      // Somebody else completed it, and so took the parts away under our reading.
      if (await this.files.isComplete(upload.id)) return this.once(upload, supplierId);
      if (error instanceof LawRefusal) await this.givingUp.drop(upload.id, supplierId);
      throw error;
    }
  }

  private async once(upload: OwnUpload, supplierId: string): Promise<string> {
    const staged = await this.taking.take(this.files.read(upload.id), upload.sha256);
    await this.files.complete(upload.id, staged);
    await this.box.complete(upload.id, supplierId, staged.sha512);
    return staged.sha512;
  }

  /** The file of a complete upload, for a bid in this tender to take. Throws LawRefusal `bid.transfer-incomplete`, Refusal 404. */
  async take(actor: Actor, tenderId: string, id: string): Promise<Staged> {
    const upload = await this.reading.own(actor, id);
    if (upload.tenderId !== tenderId) throw unknownResource();
    const offset = await this.files.offset(id);
    if (offset < upload.bytes)
      throw new LawRefusal([
        breach('bid.transfer-incomplete', { received: offset, declared: upload.bytes }, { pointer: '#/uploadId' }),
      ]);
    const { sha256, bytes } = upload;
    // A process that ended between the last byte and the check leaves the check to whoever comes next.
    const sha512 = upload.sha512 ?? (await this.run(upload, supplierOf(actor)));
    const staged = await this.files.take(id, { sha256, sha512, bytes });
    if (!staged) throw unknownResource();
    return staged;
  }
}
