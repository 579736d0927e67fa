import { Injectable } from '@nestjs/common';
import { sha256Of } from '../platform/blob-files.js';
import { BlobStore } from '../platform/blob-store.js';
import { unlessUnknown } from '../platform/refusal.js';
import type { Envelope } from '../rules/custody.js';
import { copiedBid, readPayload, storageDefect, type DocumentSink, type ReadPayload } from './bid-content.js';
import type { BoxedBid } from './bids.queries.js';
import type { RecoveredKeys } from '../custody/look-for-shares.js';
import { takeEncrypted, type OpenedDocument } from './opened-document.js';
import { marksOf } from './opened-file-keys.js';
import { openSealed, type FileKeys } from './seal.js';

/** An opened bid whose documents are on the disk but belong to nothing yet, or what is wrong with it. */
export type ReadBid<Of extends Envelope = 'bid' | 'qualification'> = ReadPayload<OpenedDocument, Of> & {
  /** None of a file that is another supplier's: its keys are that one's. */
  fileKeys: FileKeys;
};

/** One of the files of a bid. */
export type SealedPart = Pick<BoxedBid, 'supplierId' | 'ciphertextSha256'>;

/**
 * Decrypts one bid as it comes from the disk, its documents back to the disk, encrypted anew: a large bid needs no more memory than a small one. What a bidder did wrong
 * becomes a defect of that bid; a disk that cannot be read or written stops the opening, to be done again.
 */
@Injectable()
export class ReadSealedBid {
  constructor(private readonly blobs: BlobStore) {}

  /** Reads what `results` does not have yet; `parts` in the order of receipt, by which the first of two copies is told from the second. */
  async all<Of extends Envelope>(
    parts: readonly (SealedPart & { id: string })[],
    { tenderId, keys, envelope }: { tenderId: string; keys: RecoveredKeys; envelope: Of },
    results: Map<string, ReadBid<Of>>,
  ): Promise<void> {
    const seen = new Set<string>();
    for (const part of parts) {
      const read = results.get(part.id) ?? (await this.run(part, tenderId, keys, seen, envelope));
      results.set(part.id, read);
      for (const mark of marksOf(part.ciphertextSha256, read.fileKeys)) seen.add(mark);
    }
  }

  /** `seen`: the marks (`marksOf`) of the sealed files that came before it. */
  async run<Of extends Envelope = 'bid'>(
    bid: SealedPart,
    tenderId: string,
    keys: RecoveredKeys,
    seen: ReadonlySet<string>,
    envelope: Of = 'bid' as Of,
  ): Promise<ReadBid<Of>> {
    const { ciphertextSha256 } = bid;
    if (seen.has(ciphertextSha256)) return { ...copiedBid(), fileKeys: {} };
    if (!(await this.isAsReceived(bid))) return { ...storageDefect(ciphertextSha256), fileKeys: {} };
    const { stream } = await this.blobs.open(ciphertextSha256);
    const fileKeys: FileKeys = {};
    const plain = openSealed(stream, keys.A.identity, keys.B.identity, fileKeys);
    const read = await readPayload(plain, { tenderId, supplierId: bid.supplierId, envelope }, this.staging());
    // A file that was changed under our hands is not its bidder's fault either.
    if ('defect' in read && !(await this.isAsReceived(bid))) return { ...storageDefect(ciphertextSha256), fileKeys: {} };
    if (!marksOf(ciphertextSha256, fileKeys).some((mark) => seen.has(mark))) return { ...read, fileKeys };
    for (const { file } of 'files' in read ? read.files : []) await this.blobs.discard(file);
    return { ...copiedBid(), fileKeys: {} };
  }

  private staging(): DocumentSink<OpenedDocument> {
    return {
      take: (content, { bytes }) => takeEncrypted(this.blobs, content, bytes),
      drop: ({ file }) => this.blobs.discard(file),
    };
  }

  /** False where the stored bytes are gone or are not those of the receipt. */
  private isAsReceived({ ciphertextSha256 }: SealedPart): Promise<boolean> {
    const digest = this.blobs.open(ciphertextSha256).then(({ stream }) => sha256Of(stream));
    return unlessUnknown(
      digest.then((one) => one === ciphertextSha256),
      false,
    );
  }
}
