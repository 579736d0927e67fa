import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import { keyReused } from '../platform/idempotency.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { malformed, unknownResource } from '../platform/refusal.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import type { Instant } from '../rules/moment.js';
import { BidBox, type ConfirmationOutcome, type ConfirmationRow } from './bids.queries.js';
import { supplierOf } from './receive-bid.js';

/** What a bidder takes home. Ed25519 over the RFC 8785 form of everything but `signature`. */
export interface BidConfirmation {
  format: 'ftz-confirmation-1';
  id: string;
  tenderId: string;
  /** The receipt of the bid that stands. */
  submissionId: string;
  noticeVersion: number;
  confirmedAt: Instant;
  keyId: string;
  /** base64url */
  signature: string;
}

/**
 * A bidder says that its sealed bid stands under the amended notice (确认投标继续有效). As secret as the bid: one SQL function is the transaction,
 * no unit of work, no message. A bid that nobody confirms stays valid, under the notice it was made for.
 */
@Injectable()
export class ConfirmBid {
  constructor(
    private readonly box: BidBox,
    private readonly keys: SigningKeys,
    private readonly uow: UnitOfWork,
  ) {}

  /**
   * Throws LawRefusal `bid.confirmation-late` (recorded), `bid.confirmation-other-version`, `bid.confirmation-not-asked`,
   * `bid.already-withdrawn`, `tender.wrong-state`; Refusal 404 without a bid, 422 for a key of another request.
   */
  async run(actor: Actor, tenderId: string, noticeVersion: number): Promise<BidConfirmation> {
    const supplierId = supplierOf(actor);
    const { idempotencyKey, fingerprint } = actor.request;
    if (idempotencyKey === null)
      throw malformed('Idempotency-Key', { zh: '缺少Idempotency-Key。', en: 'Idempotency-Key is missing.' });
    const made = await this.recordingLateness(actor, tenderId, noticeVersion, () =>
      this.box.confirm({
        id: newId(),
        tenderId,
        supplierId,
        personId: actor.personId,
        noticeVersion,
        idempotencyKey,
        fingerprint,
        entryId: newId(),
        salt: randomBytes(32),
      }),
    );
    return this.signed(rowOf(made), tenderId);
  }

  private signed(row: ConfirmationRow, tenderId: string): BidConfirmation {
    const unsigned = {
      format: 'ftz-confirmation-1' as const,
      id: row.id,
      tenderId,
      submissionId: row.submission_id,
      noticeVersion: row.notice_version,
      confirmedAt: row.confirmed_at,
      keyId: this.keys.keyId,
    };
    return { ...unsigned, signature: this.keys.sign(Buffer.from(canonicalJson(unsigned), 'utf8')) };
  }

  private recordingLateness<Answer>(
    actor: Actor,
    tenderId: string,
    noticeVersion: number,
    act: () => Promise<Answer>,
  ): Promise<Answer> {
    const attempt = { type: 'bid.refused', article: 51, tenderId, subject: { kind: 'bid', id: null }, sealed: true };
    return recordingRefusals(this.uow, actor, attempt, act, ({ breaches }) => {
      const late = breaches.find((one) => one.rule === 'bid.confirmation-late');
      return late ? { rule: late.rule, act: 'confirmation', noticeVersion, ...late.facts } : null;
    });
  }
}

function rowOf(made: ConfirmationOutcome): ConfirmationRow {
  switch (made.outcome) {
    case 'made':
      return made;
    case 'unknown':
      throw unknownResource();
    case 'key-reused':
      throw keyReused();
  }
}
