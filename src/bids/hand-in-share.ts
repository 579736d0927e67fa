import { Injectable } from '@nestjs/common';
import type { NamedSession, ShareSession } from '../custody/custody.queries.js';
import { LookForShares, progressOf, recoveredKeys, type LockProgress } from '../custody/look-for-shares.js';
import type { SessionShareBody } from '../custody/sealing.dto.js';
import { SessionKeys, type HeldSession } from '../custody/session-keys.js';
import { eventOf, mayBeDone, ShareSessions, type Ceremony, type Taken } from '../custody/share-sessions.js';
import { unkeyed, type Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { loginIsFresh, type Envelope } from '../rules/custody.js';
import { isBefore } from '../rules/moment.js';
import { declaredConflict } from '../tenders/declared-conflict.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { locksOf } from '../tenders/locks.js';
import { requireTenderState } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { OpenBids } from './open-bids.js';
import { OpenPrices, pricesMayBeOpened } from './open-prices.js';
import { openedIn } from './read-session.js';
import { sealedPrices } from './sealed-prices.queries.js';

/** Where the opening stands after a share. */
export interface OpeningProgress {
  tenderId: string;
  session: string;
  envelope: Envelope;
  /** `received`: another process looks at the share; `over`: the bids were open already. */
  taken: Taken;
  shares: LockProgress;
  opened: boolean;
}

const ceremony: Ceremony = { purpose: 'opening', commitmentOf: (share) => share.commitment, admit };

/**
 * Art. 58: custodians hand in their shares of the locks' keys (开标), each sealed to the key of a session that lives in the memory of one
 * process. Every share is held against the commitment registered before publication; with a quorum of both locks the bids are opened. An
 * opening that breaks off, or a process that ends, leaves the box sealed: a new session, and the shares once more.
 */
@Injectable()
export class HandInShare {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reads: Reads,
    private readonly sessions: ShareSessions,
    private readonly looking: LookForShares,
    private readonly keys: SessionKeys,
    private readonly opening: OpenBids,
    private readonly prices: OpenPrices,
  ) {}

  /**
   * Throws LawRefusal `opening.custodian-unknown`, `opening.too-early`, `opening.conflict-declared`, `tender.wrong-state`, `tender.suspended`, of
   * prices `opening.qualification-undecided`, `opening.prices-unannounced`; Refusal 404.
   */
  begin(actor: Actor, tenderId: string, envelope: Envelope): Promise<ShareSession> {
    return this.sessions.begin(
      actor,
      tenderId,
      envelope,
      ceremony,
      () => Promise.resolve(null),
      (session, held) => this.look(session, held),
    );
  }

  /**
   * Throws as `begin`; LawRefusal `opening.share-mismatch`, `opening.share-repeated`, `opening.session-over`, and what the opening itself
   * throws once the quorum is there.
   */
  async run(actor: Actor, tenderId: string, body: SessionShareBody): Promise<OpeningProgress> {
    const envelope = body.envelope ?? 'bid';
    const taken = await this.sessions.take(actor, tenderId, { ...body, envelope }, ceremony);
    const held = this.keys.get(body.session);
    if (held && taken === 'accepted') await held.turn(() => this.complete(actor, tenderId, body.session, envelope, held));
    return this.progress(tenderId, body.session, envelope, taken);
  }

  private async progress(tenderId: string, session: string, envelope: Envelope, taken: Taken): Promise<OpeningProgress> {
    const [tender] = await this.reads.query<{ opened: boolean }>(
      `SELECT ${openedIn} AS opened FROM tenders tender, share_sessions session WHERE tender.id = $1 AND session.id = $2`,
      [tenderId, session],
    );
    const shares = await progressOf(this.reads, session, await locksOf(this.reads, tenderId, envelope));
    return { tenderId, session, envelope, taken, shares, opened: tender?.opened === true };
  }

  private async look(session: NamedSession, held: HeldSession): Promise<void> {
    const last = (await this.looking.run(session, held, ceremony)) ?? held.interrupted;
    if (last) await this.complete(last, session.tenderId, session.id, session.envelope, held);
  }

  /** Opens the bids as soon as a quorum of each lock is there. What breaks off with the connection is done again by the next look. */
  private async complete(actor: Actor, tenderId: string, session: string, envelope: Envelope, held: HeldSession): Promise<void> {
    const by = unkeyed(actor);
    const about = (refusal: LawRefusal): Record<string, unknown> => ({ session, rules: refusal.breaches.map((one) => one.rule) });
    held.interrupted = null;
    await recordingRefusals(
      this.uow,
      by,
      { ...eventOf(tenderId), type: 'opening.refused' },
      async () => {
        const keys = await recoveredKeys(held, await locksOf(this.reads, tenderId, envelope), (lock) => lock.recipient);
        if (!keys) return;
        if (envelope === 'price') await this.prices.run(by, tenderId, keys);
        else await this.opening.run(by, tenderId, keys, envelope);
        this.keys.forget(session);
      },
      about,
    ).catch((error: unknown) => {
      if (mayBeDone(error)) held.interrupted = actor;
      throw error;
    });
  }
}

/** Asked before a share is taken, so that no bid of a cancelled or suspended procurement is even decrypted, and no price before its time. */
async function admit(work: Work, actor: Actor, tender: Tender, envelope: Envelope): Promise<boolean> {
  if (tender.publishedAt === null) throw unknownResource();
  if (await declaredConflict(work, tender.id, actor.personId)) throw new LawRefusal([breach('opening.conflict-declared')]);
  if (envelope === 'price') return admitToPrices(work, actor, tender);
  if (tender.opensAt !== null && isBefore(work.now, tender.opensAt))
    throw new LawRefusal([breach('opening.too-early', { openableAt: tender.opensAt, now: work.now })]);
  obey(loginIsFresh(actor.loggedInAt ?? null, work.now));
  if (tender.openedAt !== null) return false;
  requireTenderState(tender, 'open', 'custodian', work.now);
  await refuseIfSuspended(work, tender.id);
  return true;
}

async function admitToPrices(work: Work, actor: Actor, tender: Tender): Promise<boolean> {
  const opensAt = await pricesMayBeOpened(work, tender, await sealedPrices(work, tender.id));
  obey(loginIsFresh(actor.loggedInAt ?? null, work.now));
  if (opensAt === null) return false;
  await refuseIfSuspended(work, tender.id);
  return true;
}
