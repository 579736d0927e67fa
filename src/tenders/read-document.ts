import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../platform/actor.js';
import { BlobStore, type ByteRange } from '../platform/blob-store.js';
import { Reads } from '../platform/reads.js';
import { malformed, unknownResource } from '../platform/refusal.js';
import { documentUrl, type DocumentAnswer } from './add-document.js';
import { ReadTenders } from './read-tenders.js';

const documents = `
  SELECT document.id, document.tender_id AS "tenderId", document.name, document.title, document.document_type AS "documentType",
         document.language, document.media_type AS "mediaType", document.bytes::float8 AS bytes, document.sha256,
         document.added_at AS "addedAt", tender.documents_issued_at AS "publishedAt"
    FROM tender_documents document JOIN tenders tender ON tender.id = document.tender_id WHERE document.tender_id = $1`;

// Before their issue the documents are there for the tender's own organisation only.
const issued = '(tender.procurer_id = $2 OR tender.documents_issued_at <= platform_now())';

/** Art. 53: procurement documents, free, to anybody once they are issued: with the notice, or at the later moment it names. */
@Injectable()
export class ReadDocument {
  constructor(
    private readonly reads: Reads,
    private readonly tenders: ReadTenders,
    private readonly blobs: BlobStore,
  ) {}

  async list(actor: Actor | null, tenderId: string): Promise<{ items: DocumentAnswer[]; next: null }> {
    await this.tenders.requireReadable(actor, tenderId);
    const rows = await this.reads.query<Omit<DocumentAnswer, 'url'>>(
      `${documents} AND ${issued} ORDER BY document.id LIMIT 1000`,
      [tenderId, actor?.organizationId ?? null],
    );
    return { items: rows.map((row) => ({ ...row, url: documentUrl(row) })), next: null };
  }

  /** The file or one range of it (RFC 9110 section 14), always as an attachment. Throws Refusal 404, 400 for a range it does not have. */
  async run(
    actor: Actor | null,
    tenderId: string,
    documentId: string,
    range: string | undefined,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.tenders.requireReadable(actor, tenderId);
    const [document] = await this.reads.query<Omit<DocumentAnswer, 'url'>>(`${documents} AND ${issued} AND document.id = $3`, [
      tenderId,
      actor?.organizationId ?? null,
      documentId,
    ]);
    if (!document) throw unknownResource();
    const part = rangeOf(range, document.bytes);
    const blob = await this.blobs.open(document.sha256, part ?? undefined);
    void reply
      .status(part ? 206 : 200)
      .header('etag', `"${document.sha256}"`)
      .header('accept-ranges', 'bytes')
      .header('content-digest', `sha-256=:${Buffer.from(document.sha256, 'hex').toString('base64')}:`)
      .header('content-security-policy', 'sandbox');
    if (document.language !== null) void reply.header('content-language', document.language);
    if (part) void reply.header('content-range', `bytes ${part.first}-${part.last}/${document.bytes}`);
    return new StreamableFile(blob.stream, {
      type: document.mediaType,
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(document.name)}`,
      length: part ? part.last - part.first + 1 : document.bytes,
    });
  }
}

/** Null for the whole file. */
function rangeOf(header: string | undefined, bytes: number): ByteRange | null {
  if (header === undefined) return null;
  const parts = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(header.trim());
  const start = Number(parts?.[1]);
  const end = Math.min(parts?.[2] === undefined ? bytes - 1 : Number(parts[2]), bytes - 1);
  if (parts && start <= end) return { first: start, last: end };
  throw malformed('Range', {
    zh: `只支持单一区间，且须在0至${bytes - 1}之内。`,
    en: `One range within 0 to ${bytes - 1} is served.`,
  });
}
