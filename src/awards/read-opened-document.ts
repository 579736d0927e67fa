import { Injectable, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { openDocument } from '../bids/opened-document.js';
import { documentOfBid } from '../bids/opened-documents.queries.js';
import type { Actor } from '../platform/actor.js';
import { BlobStore } from '../platform/blob-store.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { sendFile } from '../tenders/send-file.js';
import { ReadAwards } from './read-awards.js';

/** One document of one bid, by its SHA-256 in lower-case hex, as the opened bid lists it. */
export interface DocumentOfBid {
  bidId: string;
  sha256: string;
}

/** The documents of opened bids, to those who read the bids themselves. Who had which is in the audit trail. */
@Injectable()
export class ReadOpenedDocument {
  constructor(
    private readonly reads: Reads,
    private readonly uow: UnitOfWork,
    private readonly blobs: BlobStore,
    private readonly awards: ReadAwards,
  ) {}

  /** Throws LawRefusal `evaluation.conflict-declared`; Refusal 404 for a stranger and where no opened bid has it, 400 for a range that it has not. */
  async run(
    actor: Actor,
    tenderId: string,
    document: DocumentOfBid,
    range: string | undefined,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.awards.requireMayRead(actor, tenderId);
    return this.send(actor, tenderId, document, range, reply);
  }

  /** Without asking who reads: the caller has. */
  async send(
    actor: Actor,
    tenderId: string,
    document: DocumentOfBid,
    range: string | undefined,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    const found = await documentOfBid(this.reads, tenderId, document);
    if (found === null) throw unknownResource();
    const { bidId, sha256 } = document;
    const store = { open: (_: string, part?: Parameters<BlobStore['open']>[1]) => openDocument(this.blobs, found, part) };
    const sent = await sendFile(store, { ...found, mediaType: 'application/octet-stream' }, range, reply);
    if (reply.request.method === 'HEAD') return sent;
    const payload = { bidId, sha256, ...(range === undefined ? {} : { range }) };
    const entry = { type: 'bid.document-handed-out', article: 58, tenderId, subject: { kind: 'bid', id: bidId }, payload };
    await this.uow
      .run(actor, (work) => Promise.resolve(work.record(entry)))
      .catch((error: unknown) => {
        sent.getStream().destroy();
        throw error;
      });
    return sent;
  }
}
