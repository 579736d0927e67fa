import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { BlobStore, type Staged } from '../platform/blob-store.js';
import { Refusal } from '../platform/refusal.js';
import { copiedBid, readPayload, storageDefect } from './bid-content.js';
import type { BidContent } from './bid-payload.dto.js';
import type { BoxedBid } from './bids.queries.js';
import type { BidDefect } from './opened-bid.entity.js';
import type { BothShares } from './opening-shares.js';
import { openBid } from './seal.js';

/** An opened bid whose documents are on the disk but belong to nothing yet, or what is wrong with it. */
export type ReadBid = { content: BidContent; files: Staged[] } | { defect: BidDefect };

/** Decrypts one bid in memory. What a bidder did wrong becomes a defect of that bid; a disk that cannot be read stops the opening, to be done again. */
@Injectable()
export class ReadSealedBid {
  constructor(private readonly blobs: BlobStore) {}

  async run(bid: BoxedBid, tenderId: string, keys: BothShares, seen: ReadonlySet<string>): Promise<ReadBid> {
    if (seen.has(bid.ciphertextSha256)) return copiedBid();
    const ciphertext = await this.ciphertextOf(bid);
    if (!ciphertext) return storageDefect(bid.ciphertextSha256);
    const opened = await openBid(ciphertext, keys.A.identity, keys.B.identity);
    const read = await readPayload(opened, { tenderId, supplierId: bid.supplierId });
    if ('defect' in read) return read;
    const files: Staged[] = [];
    for (const file of read.files) files.push(await this.blobs.stage(Readable.from([file]), { bytesMax: file.length }));
    return { content: read.content, files };
  }

  /** Null where the stored bytes are gone or are not those of the receipt. */
  private async ciphertextOf(bid: BoxedBid): Promise<Buffer | null> {
    const chunks: Buffer[] = [];
    try {
      const { stream } = await this.blobs.open(bid.ciphertextSha256);
      for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return null;
      throw error;
    }
    const ciphertext = Buffer.concat(chunks);
    return createHash('sha256').update(ciphertext).digest('hex') === bid.ciphertextSha256 ? ciphertext : null;
  }
}
