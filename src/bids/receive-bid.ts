import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { keyReused } from '../platform/idempotency.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { ownOrganization } from '../platform/own-organization.js';
import { malformed, unknownResource } from '../platform/refusal.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { newId, staleVersion, UnitOfWork } from '../platform/unit-of-work.js';
import { bidReceipt, type BidReceipt } from './bid-receipt.js';
import { BidBox, type BidAct, type FileFacts, type SubmissionOutcome } from './bids.queries.js';

/** The file of an act as far as it is known: all of it, or nothing (a withdrawal, an upload refused before it was taken). */
type File = FileFacts | null;

/**
 * Receives one act on a sealed bid (收件): one SQL function is the transaction, with its audit entry, its idempotency and its moment.
 * No unit of work and no outbox message: either would tell that somebody bid.
 */
@Injectable()
export class ReceiveBid {
  constructor(
    private readonly box: BidBox,
    private readonly keys: SigningKeys,
    private readonly uow: UnitOfWork,
  ) {}

  /**
   * The signed receipt; the same one for a repeat of the same request. A late act is recorded, then refused. Throws LawRefusal
   * (`bid.late`, `bid.envelopes-differ`, `tender.wrong-state`, `organization.not-verified`, `bid.own-tender`, …), Refusal 404, 412, 422.
   */
  async run(actor: Actor, tenderId: string, act: BidAct, file: File, price: File = null): Promise<BidReceipt> {
    const supplierId = supplierOf(actor);
    const { idempotencyKey, fingerprint, ifMatch } = actor.request;
    if (idempotencyKey === null)
      throw malformed('Idempotency-Key', { zh: '缺少Idempotency-Key。', en: 'Idempotency-Key is missing.' });
    const made = await this.recordingLateness(actor, tenderId, act, file, () =>
      this.box.submit({
        id: newId(),
        tenderId,
        supplierId,
        personId: actor.personId,
        act,
        file,
        price,
        idempotencyKey,
        fingerprint,
        match: strongTags(ifMatch),
        entryId: newId(),
        salt: randomBytes(32),
      }),
    );
    return bidReceipt(rowOf(made), tenderId, this.keys);
  }

  /** Refuses a large upload before it is taken. */
  async admit(actor: Actor, tenderId: string, act: BidAct): Promise<void> {
    const supplierId = supplierOf(actor);
    const may = await this.recordingLateness(actor, tenderId, act, null, () => this.box.maySubmit(tenderId, supplierId));
    if (!may) throw unknownResource();
  }

  private recordingLateness<Answer>(
    actor: Actor,
    tenderId: string,
    act: BidAct,
    file: File,
    body: () => Promise<Answer>,
  ): Promise<Answer> {
    const attempt = { type: 'bid.refused', article: 51, tenderId, subject: { kind: 'bid', id: null }, sealed: true };
    return recordingRefusals(this.uow, actor, attempt, body, ({ breaches }) => {
      const late = breaches.find((one) => one.rule === 'bid.late');
      if (!late) return null;
      return { rule: late.rule, act, ...late.facts, ciphertextSha256: file?.sha256 ?? null, bytes: file?.bytes ?? null };
    });
  }
}

export function supplierOf(actor: Actor): string {
  return ownOrganization(actor, { zh: '投标须以供应商组织的名义进行。', en: 'A bid is made for a supplier organisation.' });
}

function rowOf(made: SubmissionOutcome): Extract<SubmissionOutcome, { outcome: 'made' }> {
  switch (made.outcome) {
    case 'made':
      return made;
    case 'unknown':
      throw unknownResource();
    case 'stale':
      throw staleVersion();
    case 'key-reused':
      throw keyReused();
  }
}

/** Opaque parts of the strong entity tags in If-Match; a weak tag or `*` matches nothing. */
export function strongTags(ifMatch: string | null): string[] | null {
  if (ifMatch === null) return null;
  const tags = ifMatch.split(',').flatMap((tag) => /^\s*"([^"]*)"\s*$/.exec(tag)?.[1] ?? []);
  // A later notice leaves the bid as it is: replacing it answers that notice as well.
  return tags.map((tag) => tag.replace(/-notice\d+(?:-due)?$/, ''));
}
