import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breach } from '../rules/breach.js';
import { isBefore } from '../rules/moment.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { lockTender, requireTenderState } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { OpenBids } from './open-bids.js';
import type { ShareBody } from './opening.dto.js';
import { identitySha256 } from './opening-minutes.js';
import { OpeningShares } from './opening-shares.js';
import { recipientOf } from './seal.js';
import { sealingOf, type SealedLock } from './sealing.queries.js';

/** Where the opening stands after a share. */
export interface OpeningProgress {
  tenderId: string;
  lock: 'A' | 'B';
  identitySha256: string;
  opened: boolean;
}

/**
 * Art. 58: a custodian hands in the key of its lock (开标). The key is checked against the recipient registered before publication and kept
 * in memory; with the second key the bids are opened. Nothing is stored under the Idempotency-Key: handing the same key in twice is harmless
 * and must work after a crash.
 */
@Injectable()
export class HandInShare {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly shares: OpeningShares,
    private readonly opening: OpenBids,
  ) {}

  async run(actor: Actor, tenderId: string, { lock, identity }: ShareBody): Promise<OpeningProgress> {
    const unkeyed: Actor = { ...actor, request: { ...actor.request, idempotencyKey: null } };
    const progress = { tenderId, lock, identitySha256: identitySha256(identity) };
    const opened = await this.accept(unkeyed, progress, identity);
    if (opened) return { ...progress, opened };
    const { personId, organizationId } = actor;
    const both = this.shares.put(tenderId, lock, { identity, personId, organizationId });
    if (!both) return { ...progress, opened: false };
    await this.opening.run(unkeyed, tenderId, both);
    this.shares.forget(tenderId);
    return { ...progress, opened: true };
  }

  /** True where the bids are open already. */
  private async accept(actor: Actor, progress: Omit<OpeningProgress, 'opened'>, identity: string): Promise<boolean> {
    const { tenderId, lock } = progress;
    const recipient = await recipientOf(identity);
    const event = { article: 58, tenderId, subject: { kind: 'tender', id: tenderId } };
    const attempt = { ...event, type: 'opening.share-refused' };
    const check = (): Promise<boolean> =>
      this.uow.run(actor, async (work) => {
        const tender = await lockTender(work, tenderId);
        const locks = await sealingOf(work, tenderId);
        const found = await this.breachOf(work, tender, locks, progress, actor, recipient);
        if (found) throw new LawRefusal([found]);
        if (tender.openedAt === null) await requireOpenable(work, tender);
        work.record({ ...event, type: 'opening.share-received', payload: { lock, identitySha256: progress.identitySha256 } });
        return tender.openedAt !== null;
      });
    return recordingRefusals(this.uow, actor, attempt, check, (refusal) => ({
      lock,
      rules: refusal.breaches.map((one) => one.rule),
    }));
  }

  private async breachOf(
    work: Work,
    tender: Tender,
    locks: readonly SealedLock[],
    progress: Omit<OpeningProgress, 'opened'>,
    actor: Actor,
    recipient: string | null,
  ): Promise<Breach | null> {
    if (tender.publishedAt === null) throw unknownResource();
    const held = locks.find((one) => one.lock === progress.lock);
    if (held?.custodianPersonId !== actor.personId) return breach('opening.custodian-unknown', { lock: progress.lock });
    if (locks.filter((one) => one.custodianPersonId === actor.personId).length > 1) return breach('opening.same-person');
    if (tender.opensAt !== null && isBefore(work.now, tender.opensAt)) {
      return breach('opening.too-early', { openableAt: tender.opensAt, now: work.now });
    }
    if (held.recipient !== recipient) return breach('opening.share-mismatch', { lock: progress.lock }, { pointer: '#/identity' });
    return null;
  }
}

/** Asked before a key is taken, so that no bid of a cancelled or suspended procurement is even decrypted. */
async function requireOpenable(work: Work, tender: Tender): Promise<void> {
  requireTenderState(tender, 'open', 'custodian', work.now);
  await refuseIfSuspended(work, tender.id);
}
