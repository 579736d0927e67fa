import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { BlobStore, type Staged } from '../platform/blob-store.js';
import { declaredSha256 } from '../platform/content-digest.js';
import { Reads } from '../platform/reads.js';
import { invalid, malformed, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { documentsStayFew } from '../rules/document-bounds.js';
import type { Instant } from '../rules/moment.js';
import { contentTypeOf } from './document-content.js';
import { comesAfterPublication, versionAfter } from './document-versions.js';
import type { DocumentType } from './draft-parts.js';
import { nameOf } from './file-name.js';
import { textKeepsLanguages } from './notice-languages.js';
import { lockOwnTender, requireOwnTender } from './own-tender.js';
import type { DocumentQuery } from './tender.dto.js';
import { Tender, type Text } from './tender.entity.js';

export interface DocumentAnswer {
  id: string;
  tenderId: string;
  url: string;
  /** The file's own name. */
  name: string;
  title: Text | null;
  documentType: DocumentType | null;
  language: string | null;
  mediaType: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  addedAt: Instant;
  /** When everybody got it: with the notice, or the amendment that names it. Null before. */
  publishedAt: Instant | null;
  /** 1, or one more than that of the document it replaces. */
  version: number;
  replaces: string | null;
  /** The published next version, where there is one. */
  replacedBy: string | null;
  /** Why the reader gets a redacted file in the place of the original; null where it is the original. */
  redactedFor: Text | null;
}

/** What is written of a document, once. */
type DocumentRow = Omit<DocumentAnswer, 'url' | 'publishedAt' | 'replacedBy' | 'redactedFor'>;

type About = Pick<DocumentAnswer, 'name' | 'title' | 'documentType' | 'language' | 'mediaType'>;

/** A file on its way in, and what is said of it. */
export interface Upload {
  headers: IncomingHttpHeaders;
  about: DocumentQuery;
  stream: Readable | undefined;
}

const bytesMax = 200 * 1024 * 1024;

/** Adds a procurement document (采购文件) to a draft, or to a published tender for its next amendment. The file is on the disk before anything is written about it. */
@Injectable()
export class AddDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: Reads,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * Throws Refusal 404 before a byte is taken, 400 without a name or digest, 413 over 200 MiB, 422 for another digest or an empty file; LawRefusal `tender.wrong-state` or `tender.deadline-passed` where
   * nothing is added any more, `notice.english-incomplete` for a heading in half, `documents.*` for what is in the file or how many there are.
   */
  async run(actor: Actor, tenderId: string, upload: Upload): Promise<DocumentAnswer> {
    const name = nameOf(upload.headers['content-disposition']);
    const declared = declaredSha256(upload.headers['content-digest']);
    const title = titleOf(upload.about);
    if (!upload.stream) throw malformed('#', { zh: '缺少文件正文。', en: 'The file is missing.' });
    await requireOwnTender(this.reads, actor, tenderId);
    const staged = await this.blobs.stage(upload.stream, { bytesMax });
    try {
      requireWhole(staged, declared);
      const { documentType = null, language = null } = upload.about;
      const mediaType = await contentTypeOf({ ...staged, name, declared: mediaTypeOf(upload.headers['content-type']) });
      const about = { name, title, documentType, language, mediaType };
      return await this.keep(actor, tenderId, staged, about, upload.about.replaces ?? null);
    } finally {
      await this.blobs.discard(staged);
    }
  }

  private keep(actor: Actor, tenderId: string, staged: Staged, about: About, replaces: string | null): Promise<DocumentAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      const isPending = comesAfterPublication(tender, work.now);
      const version = await versionAfter(work, tenderId, replaces);
      obey(documentsStayFew('tender', await documentsKept(work, tenderId), staged.bytes, work.now));
      if (about.title !== null) obey(textKeepsLanguages(tender, 'title', about.title));
      await this.blobs.keep(staged);
      // The documents are part of what is approved: who approves names the version that has them.
      if (!isPending) await work.save(Tender, tender, {});
      const { bytes, sha256, sha512 } = staged;
      const document = { id: newId(), tenderId, ...about, version, replaces, bytes, sha256, addedAt: work.now };
      await insert(work, { ...document, sha512 }, isPending, actor.personId);
      const payload = { ...about, version, replaces, bytes, sha256, sha512 };
      const type = isPending ? 'amendment.document-added' : 'document.added';
      work.record({ type, article: 53, tenderId, subject: { kind: 'document', id: document.id }, payload });
      return { ...document, url: documentUrl(document), publishedAt: null, replacedBy: null, redactedFor: null };
    });
  }
}

/** Where the file itself is. */
export function documentUrl({ id, tenderId }: Pick<DocumentAnswer, 'id' | 'tenderId'>): string {
  return `/v1/tenders/${tenderId}/documents/${id}`;
}

async function documentsKept(work: Work, tenderId: string): Promise<{ count: number; bytes: number }> {
  const rows = await work.query<{ count: number; bytes: number }>(
    'SELECT count(*)::int AS count, coalesce(sum(bytes), 0)::float8 AS bytes FROM tender_documents WHERE tender_id = $1',
    [tenderId],
  );
  return rows[0] as { count: number; bytes: number };
}

async function insert(
  work: Work,
  document: DocumentRow & { sha512: string },
  isPending: boolean,
  addedBy: string,
): Promise<void> {
  const { id, tenderId, name, title, documentType, language, mediaType, bytes, sha256, addedAt, version, replaces } = document;
  const { sha512 } = document;
  await work.query(
    `INSERT INTO tender_documents (id, tender_id, name, title, document_type, language, media_type, bytes, sha256, added_by, added_at,
                                   version, replaces, pending, sha512)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      id,
      tenderId,
      name,
      title,
      documentType,
      language,
      mediaType,
      bytes,
      sha256,
      addedBy,
      addedAt,
      version,
      replaces,
      isPending,
      sha512,
    ],
  );
}

function titleOf({ titleZh, titleEn }: DocumentQuery): Text | null {
  if (titleZh !== undefined) return { zh: titleZh, ...(titleEn === undefined ? {} : { en: titleEn }) };
  if (titleEn === undefined) return null;
  throw invalid('#/titleZh', { zh: '标题须有中文。', en: 'A title is in Chinese at least.' });
}

/** Throws Refusal 422 for an empty file, or one that is not what its digest says. */
export function requireWhole(staged: Staged, declared: string): void {
  if (staged.bytes === 0) throw invalid('#', { zh: '文件为空。', en: 'The file is empty.' });
  if (staged.sha256 !== declared) {
    throw invalid('Content-Digest', { zh: '文件与声明的摘要不符。', en: 'The file is not the one whose digest was declared.' });
  }
}

/** The declared type without its parameters. */
export function mediaTypeOf(header: string | undefined): string {
  return ((header ?? 'application/octet-stream').split(';')[0] as string).trim().toLowerCase();
}
