import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { BlobStore, type Staged } from '../platform/blob-store.js';
import { refusalOfDatabase } from '../platform/database-refusals.js';
import { LawRefusal, Refusal } from '../platform/refusal.js';
import type { BidReceipt } from './bid-receipt.js';
import { CompleteUpload } from './complete-upload.js';
import { ReceiveBid } from './receive-bid.js';
import { TakeSealedFile, type Upload } from './take-sealed-file.js';

export type BidMade = 'submission' | 'replacement';

/** A file that came in pieces and is complete; where the tender is opened in two steps, that of the qualification, and that of the price. */
export interface NamedUpload {
  uploadId: string;
  priceUploadId?: string;
}

/** Above this, and where the length is not known, the tender is asked before the bytes are taken. */
const askFirstBytes = 1_048_576;

/** Art. 51 and 58: a sealed bid is handed in or replaced. Its moment is taken after all of its bytes are on the disk; the file of a refused one does not stay there. */
@Injectable()
export class SubmitBid {
  constructor(
    private readonly files: TakeSealedFile,
    private readonly blobs: BlobStore,
    private readonly uploads: CompleteUpload,
    private readonly receiving: ReceiveBid,
  ) {}

  async run(actor: Actor, tenderId: string, act: BidMade, file: Upload | NamedUpload): Promise<BidReceipt> {
    const [staged, price = null] =
      'uploadId' in file ? await this.named(actor, tenderId, file) : [await this.take(actor, tenderId, act, file)];
    const kept: Staged[] = [];
    for (const one of price ? [staged, price] : [staged]) if (await this.blobs.keep(one)) kept.push(one);
    try {
      return await this.receiving.run(actor, tenderId, act, staged, price);
    } catch (error) {
      if (isRefused(error)) for (const one of kept) await this.blobs.takeBack(one);
      throw error;
    }
  }

  private async named(actor: Actor, tenderId: string, { uploadId, priceUploadId }: NamedUpload): Promise<[Staged, Staged?]> {
    const first = await this.uploads.take(actor, tenderId, uploadId);
    if (priceUploadId === undefined) return [first];
    try {
      return [first, await this.uploads.take(actor, tenderId, priceUploadId)];
    } catch (error) {
      await this.blobs.discard(first);
      throw error;
    }
  }

  private async take(actor: Actor, tenderId: string, act: BidMade, upload: Upload): Promise<Staged> {
    if (upload.bytes === null || upload.bytes > askFirstBytes) await this.receiving.admit(actor, tenderId, act);
    return this.files.run(upload);
  }
}

/** Refused for certain: after anything else, a lost connection for one, the bid may have been received. */
function isRefused(error: unknown): boolean {
  return error instanceof Refusal || error instanceof LawRefusal || refusalOfDatabase(error) instanceof LawRefusal;
}
