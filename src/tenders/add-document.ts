import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { BlobStore, type Staged } from '../platform/blob-store.js';
import { declaredSha256 } from '../platform/content-digest.js';
import { invalid, LawRefusal, malformed } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { lockOwnTender } from './own-tender.js';
import { Tender } from './tender.entity.js';

export interface DocumentAnswer {
  id: string;
  tenderId: string;
  name: string;
  mediaType: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  addedAt: Instant;
}

const bytesMax = 200 * 1024 * 1024;

/** Adds a procurement document to a draft (采购文件). The file is on the disk before anything is written about it. */
@Injectable()
export class AddDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly blobs: BlobStore,
  ) {}

  /** Throws Refusal 400 without a name or digest, 413 over 200 MiB, 422 for another digest or an empty file; LawRefusal `tender.wrong-state` after publication. */
  async run(
    actor: Actor,
    tenderId: string,
    upload: { headers: IncomingHttpHeaders; stream: Readable | undefined },
  ): Promise<DocumentAnswer> {
    const name = nameOf(upload.headers['content-disposition']);
    const declared = declaredSha256(upload.headers['content-digest']);
    if (!upload.stream) throw malformed('#', { zh: '缺少文件正文。', en: 'The file is missing.' });
    const staged = await this.blobs.stage(upload.stream, { bytesMax });
    try {
      requireWhole(staged, declared);
      return await this.keep(actor, tenderId, staged, {
        name,
        mediaType: ((upload.headers['content-type'] ?? 'application/octet-stream').split(';')[0] as string).trim().toLowerCase(),
      });
    } finally {
      await this.blobs.discard(staged);
    }
  }

  private keep(
    actor: Actor,
    tenderId: string,
    staged: Staged,
    { name, mediaType }: { name: string; mediaType: string },
  ): Promise<DocumentAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      if (tender.state !== 'draft')
        throw new LawRefusal([breach('tender.wrong-state', { state: tender.state, event: 'add-document' })]);
      await this.blobs.keep(staged);
      // The documents are part of what is approved: who approves names the version that has them.
      await work.save(Tender, tender, {});
      const document = { id: newId(), tenderId, name, mediaType, bytes: staged.bytes, sha256: staged.sha256, addedAt: work.now };
      await work.query(
        'INSERT INTO tender_documents (id, tender_id, name, media_type, bytes, sha256, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [document.id, tenderId, name, mediaType, staged.bytes, staged.sha256, actor.personId, work.now],
      );
      const payload = { name, mediaType, bytes: staged.bytes, sha256: staged.sha256, sha512: staged.sha512 };
      work.record({ type: 'document.added', article: 53, tenderId, subject: { kind: 'document', id: document.id }, payload });
      return document;
    });
  }
}

function requireWhole(staged: Staged, declared: string): void {
  if (staged.bytes === 0) throw invalid('#', { zh: '文件为空。', en: 'The file is empty.' });
  if (staged.sha256 !== declared) {
    throw invalid('Content-Digest', { zh: '文件与声明的摘要不符。', en: 'The file is not the one whose digest was declared.' });
  }
}

/** RFC 6266 with RFC 8187: a plain file name; no path, no control characters. */
function nameOf(header: string | undefined): string {
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(header ?? '')?.[1];
  const plain = /filename\s*=\s*"([^"]+)"/i.exec(header ?? '')?.[1];
  const name = (extended === undefined ? plain : decoded(extended))?.normalize('NFC').trim() ?? '';
  if (name === '' || name.length > 255 || name === '.' || name === '..' || /[/\\\u0000-\u001f\u007f\u202a-\u202e]/.test(name)) {
    throw malformed('Content-Disposition', {
      zh: "须以Content-Disposition: attachment; filename*=UTF-8''…给出文件名，不含路径和控制字符。",
      en: "Give the file's name as Content-Disposition: attachment; filename*=UTF-8''…, without a path or control characters.",
    });
  }
  return name;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}
