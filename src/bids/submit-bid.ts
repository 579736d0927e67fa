import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { BlobStore } from '../platform/blob-store.js';
import type { BidReceipt } from './bid-receipt.js';
import { ReceiveBid } from './receive-bid.js';
import { TakeSealedFile, type Upload } from './take-sealed-file.js';

/** Above this, and where the length is not known, the tender is asked before the bytes are taken. */
const askFirstBytes = 1_048_576;

/** Art. 51 and 58: a sealed bid is handed in or replaced. Its moment is taken after all of its bytes are on the disk. */
@Injectable()
export class SubmitBid {
  constructor(
    private readonly files: TakeSealedFile,
    private readonly blobs: BlobStore,
    private readonly receiving: ReceiveBid,
  ) {}

  async run(actor: Actor, tenderId: string, act: 'submission' | 'replacement', upload: Upload): Promise<BidReceipt> {
    if (upload.bytes === null || upload.bytes > askFirstBytes) await this.receiving.admit(actor, tenderId, act);
    const staged = await this.files.run(upload);
    await this.blobs.keep(staged);
    return this.receiving.run(actor, tenderId, act, staged);
  }
}
