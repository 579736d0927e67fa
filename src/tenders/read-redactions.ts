import { Injectable, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../platform/actor.js';
import { BlobStore } from '../platform/blob-store.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { oversees } from './oversees.js';
import { requireOwnTender } from './own-tender.js';
import type { RedactionAnswer } from './propose-redaction.js';
import { sendFile } from './send-file.js';

const redactions = `SELECT id, version, tender_id AS "tenderId", document_id AS "documentId", state, name, bytes::float8 AS bytes, sha256, reason,
       proposed_at AS "proposedAt", approved_at AS "approvedAt" FROM document_redactions WHERE tender_id = $1`;

/** Redacted documents, for the procuring entity, which approves them, and for those who oversee it. */
@Injectable()
export class ReadRedactions {
  constructor(
    private readonly reads: Reads,
    private readonly blobs: BlobStore,
  ) {}

  async list(actor: Actor, tenderId: string): Promise<{ items: RedactionAnswer[] }> {
    await this.requireReader(actor, tenderId);
    return { items: await this.reads.query<RedactionAnswer>(`${redactions} ORDER BY id`, [tenderId]) };
  }

  /** The file itself, before anybody else gets it. Throws Refusal 404, 400. */
  async file(
    actor: Actor,
    tenderId: string,
    id: string,
    range: string | undefined,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.requireReader(actor, tenderId);
    const [found] = await this.reads.query<RedactionAnswer>(`${redactions} AND id = $2`, [tenderId, id]);
    if (!found) throw unknownResource();
    return sendFile(this.blobs, { ...found, mediaType: 'application/pdf' }, range, reply);
  }

  private async requireReader(actor: Actor, tenderId: string): Promise<void> {
    const known = await this.reads.query('SELECT 1 FROM tenders WHERE id = $1', [tenderId]);
    if (known.length === 0) throw unknownResource();
    if (!(await oversees(this.reads, actor, tenderId))) await requireOwnTender(this.reads, actor, tenderId);
  }
}
