import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { BlobStore, type Staged } from '../platform/blob-store.js';
import { declaredSha256 } from '../platform/content-digest.js';
import { malformed, obey } from '../platform/refusal.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { documentsStayFew } from '../rules/document-bounds.js';
import type { Instant } from '../rules/moment.js';
import { mediaTypeOf, requireWhole } from '../tenders/add-document.js';
import { contentTypeOf } from '../tenders/document-content.js';
import { nameOf } from '../tenders/file-name.js';
import type { ApplicationDocument } from './applications.queries.js';
import { ReceiveApplication } from './receive-application.js';

const bytesMax = 50 * 1024 * 1024;

/**
 * A file of the caller's application (申请附件), before the deadline. It goes with whatever application of this supplier stands then. The bytes are
 * on the disk before anything is written about them.
 */
@Injectable()
export class AddApplicationDocument {
  constructor(
    private readonly receiving: ReceiveApplication,
    private readonly blobs: BlobStore,
  ) {}

  /** Throws what ReceiveApplication does; Refusal 400 without a name or digest, 413 over 50 MiB, 422 for another digest or an empty file; LawRefusal `documents.*`. */
  async run(
    actor: Actor,
    tenderId: string,
    upload: { headers: IncomingHttpHeaders; stream: Readable | undefined },
  ): Promise<ApplicationDocument> {
    const name = nameOf(upload.headers['content-disposition']);
    const declared = declaredSha256(upload.headers['content-digest']);
    if (!upload.stream) throw malformed('#', { zh: '缺少文件正文。', en: 'The file is missing.' });
    const staged = await this.blobs.stage(upload.stream, { bytesMax });
    try {
      requireWhole(staged, declared);
      const mediaType = await contentTypeOf({ ...staged, name, declared: mediaTypeOf(upload.headers['content-type']) });
      return await this.keep(actor, tenderId, staged, { name, mediaType });
    } finally {
      await this.blobs.discard(staged);
    }
  }

  private keep(
    actor: Actor,
    tenderId: string,
    staged: Staged,
    { name, mediaType }: { name: string; mediaType: string },
  ): Promise<ApplicationDocument> {
    return this.receiving.run(actor, tenderId, 'document', async (work, supplierId) => {
      const { bytes, sha256, sha512 } = staged;
      const id = newId();
      obey(documentsStayFew('application', await documentsKept(work, tenderId, supplierId), bytes, work.now));
      const [row] = await work.query<{ receivedAt: Instant }>(
        `INSERT INTO application_documents (id, tender_id, supplier_id, name, media_type, bytes, sha256, added_by, sha512)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING received_at AS "receivedAt"`,
        [id, tenderId, supplierId, name, mediaType, bytes, sha256, actor.personId, sha512],
      );
      await this.blobs.keep(staged);
      work.record({
        type: 'application.document-added',
        article: 49,
        tenderId,
        subject: { kind: 'application-document', id },
        payload: { name, mediaType, bytes, sha256, sha512 },
        sealed: true,
      });
      return { id, tenderId, name, mediaType, bytes, sha256, receivedAt: row?.receivedAt ?? work.now };
    });
  }
}

async function documentsKept(work: Work, tenderId: string, supplierId: string): Promise<{ count: number; bytes: number }> {
  const rows = await work.query<{ count: number; bytes: number }>(
    'SELECT count(*)::int AS count, coalesce(sum(bytes), 0)::float8 AS bytes FROM application_documents WHERE tender_id = $1 AND supplier_id = $2',
    [tenderId, supplierId],
  );
  return rows[0] as { count: number; bytes: number };
}
