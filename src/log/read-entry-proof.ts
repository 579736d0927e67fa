import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { receiptedTypes } from '../archive/bundle-proofs.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { tlogProof } from './tlog-proof.js';

interface Sequenced {
  index: string;
  leaf: string;
  payload: string;
  salt: string;
}

/** Where an entry stands in the log, as a file that proves it without a connection (C2SP tlog-proof). */
@Injectable()
export class ReadEntryProof {
  constructor(private readonly reads: Reads) {}

  /** The leaf with it, and no payload. Refusal 404 for what is sealed, is not there, or is in no checkpoint yet. */
  async run(entryId: string, reply: FastifyReply): Promise<string> {
    const [entry] = await this.reads.query<Sequenced>(
      `SELECT log.index, entry.leaf FROM audit_entries entry JOIN log_entries log ON log.entry_id = entry.id WHERE entry.id = $1`,
      [entryId],
    );
    return this.proof(entry, { leaf: entry?.leaf }, reply);
  }

  /**
   * The bidder's own receipt: with the payload and salt behind its leaf. After the opening and no sooner, since where it stands would
   * say when it was handed in. Refusal 404 for anyone else's.
   */
  async receipt(actor: Actor, receiptId: string, reply: FastifyReply): Promise<string> {
    if (actor.organizationId === null) throw unknownResource();
    const [entry] = await this.reads.query<Sequenced & { tenderId: string }>(
      `SELECT entry.tender_id AS "tenderId", log.index, entry.leaf, body.payload, encode(body.salt, 'hex') AS salt
         FROM audit_entries entry
         JOIN tenders ON tenders.id = entry.tender_id AND tenders.opened_at IS NOT NULL
         JOIN log_entries log ON log.entry_id = entry.id
         JOIN audit_payloads body ON body.entry_id = entry.id
        WHERE entry.subject_id = $1 AND entry.actor_organization_id = $2 AND entry.type = ANY ($3)`,
      [receiptId, actor.organizationId, receiptedTypes],
    );
    if (!entry) throw unknownResource();
    requireCovered(actor, entry.tenderId);
    return this.proof(entry, { leaf: entry.leaf, payload: entry.payload, salt: entry.salt }, reply);
  }

  private async proof(entry: Sequenced | undefined, extra: Record<string, unknown>, reply: FastifyReply): Promise<string> {
    const proof = entry && (await tlogProof(this.reads, Number(entry.index), Buffer.from(canonicalJson(extra), 'utf8')));
    if (!proof) throw unknownResource();
    void reply.type('text/plain; charset=utf-8');
    return proof;
  }
}
