import { Injectable, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { BlobStore } from '../platform/blob-store.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { Envelope } from '../rules/custody.js';
import type { Instant } from '../rules/moment.js';
import { oversees } from '../tenders/oversees.js';
import { sendFile } from '../tenders/send-file.js';
import { BidBox } from './bids.queries.js';
import { fileKeysOf, type ReleasedFileKeys } from './opened-file-keys.js';

/** The recovered keys of an opening, sealed to the caller's own key. */
export interface SealedIdentities {
  tenderId: string;
  envelope: Envelope;
  /** The key of the caller that opens it. */
  keyId: string;
  /** base64 of an age file. */
  sealedIdentities: string;
  releasedAt: Instant;
}

/**
 * What lets the opening be done again: for auditors, and for a reviewer in its own case, the keys and the sealed files that were opened, each
 * envelope once it was, and never a price that was not; for a
 * bidder its own sealed file, always. What was withdrawn or replaced is nobody's but its bidder's.
 */
@Injectable()
export class ReadEvidenceOfOpening {
  constructor(
    private readonly reads: Reads,
    private readonly box: BidBox,
    private readonly blobs: BlobStore,
    private readonly uow: UnitOfWork,
  ) {}

  /** Throws LawRefusal `bid.still-sealed`, `opening.identities-not-held`; Refusal 404 for whoever does not oversee this procurement. */
  async identities(actor: Actor, tenderId: string, envelope?: Envelope): Promise<SealedIdentities> {
    await this.requireOpened(actor, tenderId, envelope);
    const [row] = await this.reads.query<SealedIdentities>(
      `SELECT tender_id AS "tenderId", envelope, key_id AS "keyId", sealed_identities AS "sealedIdentities", released_at AS "releasedAt"
         FROM released_identities WHERE tender_id = $1 AND person_id = $2 AND (envelope = 'price') = ($3::text IS NOT DISTINCT FROM 'price')`,
      [tenderId, actor.personId, envelope ?? null],
    );
    if (!row) throw new LawRefusal([breach('opening.identities-not-held')]);
    await this.record(actor, tenderId, 'opening.identities-handed-out', { keyId: row.keyId });
    return row;
  }

  /** Throws as `identities` does; Refusal 404 where no such bid was opened. */
  async sealedFile(
    actor: Actor,
    tenderId: string,
    { bidId, envelope }: { bidId: string; envelope: Envelope | undefined },
    range: string | undefined,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.requireOpened(actor, tenderId);
    const [bid] = await this.reads.query<{ sha256: string | null; sealed: boolean }>(
      `SELECT CASE WHEN $3 THEN price_sha256 ELSE ciphertext_sha256 END AS sha256, $3 AND price_opened_at IS NULL AS sealed
         FROM opened_bids WHERE tender_id = $1 AND id = $2`,
      [tenderId, bidId, envelope === 'price'],
    );
    if (!bid || bid.sha256 === null) throw unknownResource();
    // With the keys that opened the others, it would be open.
    if (bid.sealed) throw new LawRefusal([breach('bid.still-sealed')]);
    await this.record(actor, tenderId, 'opening.sealed-file-handed-out', { bidId, ciphertextSha256: bid.sha256 });
    return this.send(bidId, bid.sha256, range, reply);
  }

  /** The keys of one opened file alone. Throws as `identities` does; Refusal 404 where no such bid was opened, or nothing of it could be. */
  async fileKeys(actor: Actor, tenderId: string, bidId: string, envelope: Envelope | undefined): Promise<ReleasedFileKeys> {
    await this.requireOpened(actor, tenderId);
    const released = await fileKeysOf(this.reads, tenderId, { id: bidId }, envelope);
    if (released === null) throw unknownResource();
    await this.record(actor, tenderId, 'opening.file-keys-handed-out', { bidId, ciphertextSha256: released.ciphertextSha256 });
    return released;
  }

  /**
   * Those of the supplier's own file, once it was opened: the proof of what was in it, and of why it was defective. Throws LawRefusal `bid.still-sealed`
   * while its own bid is sealed; Refusal 404 without a bid, and where the file was another's or could not be opened at all.
   */
  async ownFileKeys(actor: Actor, tenderId: string, envelope: Envelope | undefined): Promise<ReleasedFileKeys> {
    const supplierId = actor.organizationId;
    const last = supplierId === null ? undefined : (await this.box.own(tenderId, supplierId)).at(-1);
    if (supplierId === null || !last || last.action === 'withdrawal') throw unknownResource();
    const [opened] = await this.reads.query<{ sealed: boolean }>(
      'SELECT $2 AND price_sha256 IS NOT NULL AND price_opened_at IS NULL AS sealed FROM opened_bids WHERE id = $1',
      [last.id, envelope === 'price'],
    );
    if (!opened || opened.sealed) throw new LawRefusal([breach('bid.still-sealed')]);
    const released = await fileKeysOf(this.reads, tenderId, { supplierId }, envelope);
    if (released === null) throw unknownResource();
    return released;
  }

  /** The last sealed file that the supplier handed in. It is its own, so that nothing is recorded, which would tell of it. */
  async own(
    actor: Actor,
    tenderId: string,
    { range, envelope }: { range: string | undefined; envelope: Envelope | undefined },
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    if (actor.organizationId === null) throw unknownResource();
    const last = (await this.box.own(tenderId, actor.organizationId)).filter((row) => row.ct_sha256 !== null).at(-1);
    const sha256 = envelope === 'price' ? last?.price_sha256 : last?.ct_sha256;
    if (!last || !sha256) throw unknownResource();
    return this.send(last.id, sha256, range, reply);
  }

  private async send(id: string, sha256: string, range: string | undefined, reply: FastifyReply): Promise<StreamableFile> {
    const bytes = await this.blobs.size(sha256);
    return sendFile(this.blobs, { name: `${id}.age`, mediaType: 'application/age', bytes, sha256 }, range, reply);
  }

  private async requireOpened(actor: Actor, tenderId: string, envelope?: Envelope): Promise<void> {
    const [tender] = validate(tenderId)
      ? await this.reads.query<{ opened: boolean }>(
          `SELECT CASE WHEN $2 THEN EXISTS (SELECT FROM opening_minutes WHERE tender_id = tenders.id AND envelope = 'price')
                       ELSE opened_at IS NOT NULL END AS opened FROM tenders WHERE id = $1 AND published_at IS NOT NULL`,
          [tenderId, envelope === 'price'],
        )
      : [];
    if (!tender || !(await oversees(this.reads, actor, tenderId))) throw unknownResource();
    if (!tender.opened) throw new LawRefusal([breach('bid.still-sealed')]);
  }

  private async record(actor: Actor, tenderId: string, type: string, payload: Record<string, unknown>): Promise<void> {
    await this.uow.run(actor, (work) =>
      Promise.resolve(work.record({ type, article: 58, tenderId, subject: { kind: 'tender', id: tenderId }, payload })),
    );
  }
}
