import { Injectable, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../platform/actor.js';
import { BlobStore } from '../platform/blob-store.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';
import { documentUrl, type DocumentAnswer } from './add-document.js';
import { mayReadDocuments } from './invited-suppliers.js';
import { RecordDownload } from './record-download.js';
import { ReadTenders } from './read-tenders.js';
import { sendFile } from './send-file.js';

const documents = `
  SELECT document.id, document.tender_id AS "tenderId", coalesce(redaction.name, document.name) AS name, document.title,
         document.document_type AS "documentType", document.language,
         CASE WHEN redaction.id IS NULL THEN document.media_type ELSE 'application/pdf' END AS "mediaType",
         coalesce(redaction.bytes, document.bytes)::float8 AS bytes, coalesce(redaction.sha256, document.sha256) AS sha256,
         redaction.reason AS "redactedFor",
         document.added_at AS "addedAt", document.version, document.replaces,
         CASE WHEN NOT document.pending THEN tender.documents_issued_at
              WHEN tender.documents_issued_at IS NOT NULL AND made.published_at IS NOT NULL
              THEN greatest(tender.documents_issued_at, made.published_at) END AS "publishedAt",
         (SELECT later.id FROM tender_documents later WHERE later.replaces = document.id AND (NOT later.pending
            OR EXISTS (SELECT FROM document_publications WHERE document_id = later.id))) AS "replacedBy"
    FROM tender_documents document JOIN tenders tender ON tender.id = document.tender_id
    LEFT JOIN document_publications made ON made.document_id = document.id
    -- Whoever is not of the procuring entity gets what was approved for the public.
    LEFT JOIN document_redactions redaction ON redaction.document_id = document.id AND redaction.state = 'approved'
          AND tender.procurer_id IS DISTINCT FROM $2::uuid
   WHERE document.tender_id = $1`;

// Before their issue the documents are there for the tender's own organisation only; one added later, before the amendment that names it.
const issued = `(tender.procurer_id = $2
  OR (tender.documents_issued_at <= platform_now() AND (NOT document.pending OR made.document_id IS NOT NULL)))`;

/** The documents, and what they cost. */
export interface DocumentsAnswer extends Page<DocumentAnswer> {
  /** Null: they are free, as they should be wherever possible; what they cost has a published reason. */
  documentFee: { amount: string; currency: 'CNY'; reason?: string } | null;
}

/**
 * Art. 53: procurement documents, free, to anybody once they are issued: with the notice, or at the later moment it names; under invited
 * tendering to those it invited, from the invitation, and to anybody after the opening.
 */
@Injectable()
export class ReadDocument {
  constructor(
    private readonly reads: Reads,
    private readonly tenders: ReadTenders,
    private readonly blobs: BlobStore,
    private readonly downloads: RecordDownload,
  ) {}

  /** In the order in which they were added. Throws as the file itself does. */
  async list(actor: Actor | null, tenderId: string, page: PageQuery): Promise<DocumentsAnswer> {
    await this.requireIssuedTo(actor, tenderId);
    const { documentFee = null } = await this.tenders.one(actor, tenderId);
    const limit = limitOf(page);
    const rows = await this.reads.query<Omit<DocumentAnswer, 'url'>>(
      `${documents} AND ${issued} AND ($3::uuid IS NULL OR document.id > $3) ORDER BY document.id LIMIT $4`,
      [tenderId, actor?.organizationId ?? null, page.after ?? null, limit + 1],
    );
    const items = pageOf(
      rows.map((row) => ({ ...row, url: documentUrl(row) })),
      limit,
    );
    return { ...items, documentFee };
  }

  /** The file or one range of it (RFC 9110 section 14), always as an attachment. Throws LawRefusal `prequalification.not-qualified`; Refusal 404, 400 for a range it does not have. */
  async run(
    actor: Actor | null,
    tenderId: string,
    documentId: string,
    range: string | undefined,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.requireIssuedTo(actor, tenderId);
    const [document] = await this.reads.query<Omit<DocumentAnswer, 'url'>>(`${documents} AND ${issued} AND document.id = $3`, [
      tenderId,
      actor?.organizationId ?? null,
      documentId,
    ]);
    if (!document) throw unknownResource();
    if (document.language !== null) void reply.header('content-language', document.language);
    const file = await sendFile(this.blobs, document, range, reply);
    if (actor !== null && reply.request.method === 'GET') await this.received(actor, document, file);
    return file;
  }

  /** Whoever gets a file has received it from the first byte on; whoever asks about it (HEAD) has not. */
  private async received(actor: Actor, document: Omit<DocumentAnswer, 'url'>, file: StreamableFile): Promise<void> {
    try {
      await this.downloads.run(actor, document);
    } catch (error) {
      file.getStream().destroy();
      throw error;
    }
  }

  private async requireIssuedTo(actor: Actor | null, tenderId: string): Promise<void> {
    await this.tenders.requireReadable(actor, tenderId);
    if (!(await mayReadDocuments(this.reads, actor, tenderId))) throw new LawRefusal([breach('prequalification.not-qualified')]);
  }
}
