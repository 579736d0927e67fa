import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { BlobStore, type Staged } from '../platform/blob-store.js';
import { declaredSha256 } from '../platform/content-digest.js';
import { invalid, LawRefusal, malformed, unknownResource } from '../platform/refusal.js';
import { Reads } from '../platform/reads.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { mediaTypeOf, requireWhole, type Upload } from './add-document.js';
import { contentTypeOf } from './document-content.js';
import { nameOf } from './file-name.js';
import { lockOwnTender, requireOwnTender } from './own-tender.js';
import { remainsIn } from './pdf-remains.js';
import { Redaction } from './redaction.entity.js';
import type { Text } from './tender.entity.js';

export interface RedactionAnswer {
  id: string;
  version: number;
  tenderId: string;
  /** The original. */
  documentId: string;
  state: 'proposed' | 'approved';
  name: string;
  bytes: number;
  sha256: string;
  reason: Text;
  proposedAt: Instant;
  approvedAt: Instant | null;
}

const bytesMax = 50 * 1024 * 1024;
const textsMax = 50;

/** A redacted version of a document, as a PDF of its own: the texts that are to go are not covered in it, but gone. Nobody gets it before another person approves. */
@Injectable()
export class ProposeRedaction {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: Reads,
    private readonly blobs: BlobStore,
  ) {}

  /** Throws LawRefusal `redaction.text-remains`, `redaction.file-unfit`, `redaction.stands`, `documents.*`; Refusal 404, 400, 413, 422. */
  async run(actor: Actor, tenderId: string, documentId: string, upload: Omit<Upload, 'about'>): Promise<RedactionAnswer> {
    await requireOwnTender(this.reads, actor, tenderId);
    const name = nameOf(upload.headers['content-disposition']);
    const declared = declaredSha256(upload.headers['content-digest']);
    const { texts, reason } = redactionOf(upload.headers['redaction']);
    if (!upload.stream) throw malformed('#', { zh: '缺少文件正文。', en: 'The file is missing.' });
    const staged = await this.blobs.stage(upload.stream, { bytesMax });
    try {
      requireWhole(staged, declared);
      await requireGone(staged, { name, declared: mediaTypeOf(upload.headers['content-type']) }, texts);
      return await this.keep(actor, tenderId, documentId, staged, { name, reason });
    } finally {
      await this.blobs.discard(staged);
    }
  }

  private keep(
    actor: Actor,
    tenderId: string,
    documentId: string,
    staged: Staged,
    about: Pick<Redaction, 'name' | 'reason'>,
  ): Promise<RedactionAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      await lockOwnTender(work, actor, tenderId);
      await requireDocument(work, tenderId, documentId);
      await this.blobs.keep(staged);
      const { bytes, sha256, sha512 } = staged;
      const redaction = await work.insert(Redaction, {
        ...{ id: newId(), version: 1, tenderId, documentId, state: 'proposed', ...about, bytes, sha256, sha512 },
        ...{ proposedBy: actor.personId, proposedAt: work.now, approvedBy: null, approvedAt: null },
      });
      const payload = { documentId, ...about, bytes, sha256, sha512 };
      work.record({
        type: 'redaction.proposed',
        article: 53,
        tenderId,
        subject: { kind: 'redaction', id: redaction.id },
        payload,
      });
      return presentRedaction(redaction);
    });
  }
}

export function presentRedaction(redaction: Redaction): RedactionAnswer {
  const { proposedBy: _who, approvedBy: _by, sha512: _long, ...shown } = redaction;
  return { ...shown, bytes: Number(shown.bytes) };
}

/** Throws LawRefusal: what remains is said by its place, and never repeated. */
async function requireGone(staged: Staged, file: { name: string; declared: string }, texts: readonly string[]): Promise<void> {
  const type = await contentTypeOf({ ...staged, ...file });
  if (type !== 'application/pdf') throw new LawRefusal([breach('redaction.file-unfit', { found: [type] })]);
  const { places, unfit } = await remainsIn(await readFile(staged.path), texts);
  const breaches = [
    ...(unfit.length === 0 ? [] : [breach('redaction.file-unfit', { found: unfit })]),
    ...(places.length === 0 ? [] : [breach('redaction.text-remains', { places })]),
  ];
  if (breaches.length > 0) throw new LawRefusal(breaches);
}

async function requireDocument(work: Work, tenderId: string, documentId: string): Promise<void> {
  const rows = await work.query<{ redacted: boolean }>(
    `SELECT EXISTS (SELECT FROM document_redactions WHERE document_id = one.id AND state = 'approved') AS redacted
       FROM tender_documents one WHERE tender_id = $1 AND id = $2`,
    [tenderId, documentId],
  );
  if (!rows[0]) throw unknownResource();
  if (rows[0].redacted) throw new LawRefusal([breach('redaction.stands')]);
}

interface Header {
  /** What must not be in the file any more. */
  texts: string[];
  reason: Text;
}

/** base64 of JSON: a header carries ASCII, and an address would be logged. Throws Refusal 400, 422. */
function redactionOf(header: string | string[] | undefined): Header {
  const { texts, reason } = objectIn(header);
  const { zh, en } = (typeof reason === 'object' ? (reason ?? {}) : {}) as Record<string, unknown>;
  if (!isSentence(zh, /\p{Script=Han}/u) || !isSentence(en, /[A-Za-z]/))
    throw invalid('Redaction', { zh: 'reason 须有中文和英文。', en: 'The reason is in Chinese and in English.' });
  const given: unknown[] = Array.isArray(texts) ? texts : [];
  if (given.length > 0 && given.length <= textsMax && given.every((one) => typeof one === 'string' && one.trim().length > 1))
    return { texts: given as string[], reason: { zh, en } };
  throw invalid('Redaction', {
    zh: `texts 应为1至${textsMax}段文字，每段不少于2个字符。`,
    en: `texts names 1 to ${textsMax} texts of at least two characters.`,
  });
}

function objectIn(header: string | string[] | undefined): Record<string, unknown> {
  try {
    const value = JSON.parse(Buffer.from(String(header ?? ''), 'base64').toString('utf8')) as unknown;
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw malformed('Redaction', {
    zh: '须以Redaction请求头说明：{"texts":[…],"reason":{"zh":…,"en":…}} 的base64。',
    en: 'A header Redaction is needed: base64 of {"texts":[…],"reason":{"zh":…,"en":…}}.',
  });
}

function isSentence(text: unknown, form: RegExp): text is string {
  return typeof text === 'string' && text.length <= 500 && form.test(text) && !/[\p{Cc}\p{Cs}]/u.test(text);
}
