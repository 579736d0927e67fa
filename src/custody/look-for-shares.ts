import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { locksOf, type DealtLock, type LockShare } from '../tenders/locks.js';
import { lockTender } from '../tenders/tender-life.js';
import { openText } from './age-text.js';
import { sharesOf, type NamedSession, type SessionShare } from './custody.queries.js';
import { recoverKey, type RecoveredKey } from './recover-key.js';
import type { HeldSession } from './session-keys.js';
import { addChecked, eventOf, fits, isChecked, type Ceremony } from './share-sessions.js';
import { locks as lockNames, type Lock } from './share-commitment.js';

export type RecoveredKeys = Record<Lock, RecoveredKey>;

/** How far each lock is: shares there, shares needed. */
export type LockProgress = Record<Lock, { accepted: number; threshold: number }>;

/** What the process that has a session's key does with shares that other processes took, or that it took itself without learning so. */
@Injectable()
export class LookForShares {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reads: Reads,
  ) {}

  /** Who completed what was looked for: the custodian of the last share that fits; null where nothing new does. */
  async run(
    session: NamedSession,
    held: HeldSession,
    ceremony: Ceremony,
    more: (work: Work, deal: DealtLock, share: LockShare, holder: Actor) => Promise<void> = () => Promise.resolve(),
  ): Promise<Actor | null> {
    let last: Actor | null = null;
    for (const one of await sharesOf(this.reads, session.id)) {
      if (one.taken === 'refused' || isChecked(held, one)) continue;
      const actor = holderOf(session, one);
      const bytes = await openText(held.identity, one.sealedShare);
      // Accepted, and not in this memory: the answer to that commit was lost.
      const accepted = one.taken === 'accepted' || (await this.decide(session, one, actor, bytes, ceremony, more));
      if (!accepted || bytes === null) continue;
      addChecked(held, one.lock, { index: one.index, share: bytes, personId: one.personId, organizationId: one.organizationId });
      last = actor;
    }
    return last;
  }

  private decide(
    session: NamedSession,
    { id, lock, index }: SessionShare,
    actor: Actor,
    bytes: Uint8Array | null,
    ceremony: Ceremony,
    more: (work: Work, deal: DealtLock, share: LockShare, holder: Actor) => Promise<void>,
  ): Promise<boolean> {
    const { tenderId, envelope } = session;
    return this.uow.run(actor, async (work) => {
      await lockTender(work, tenderId);
      const deal = (await locksOf(work, tenderId, envelope)).find((one) => one.lock === lock);
      const share = deal?.shares.find((one) => one.index === index);
      const accepted = share !== undefined && fits({ tenderId, envelope, lock, index }, bytes, ceremony.commitmentOf(share));
      await work.query('UPDATE session_shares SET taken = $2 WHERE id = $1', [id, accepted ? 'accepted' : 'refused']);
      if (accepted) await more(work, deal as DealtLock, share, actor);
      const about = { session: session.id, envelope, lock, index };
      work.record(
        accepted
          ? { ...eventOf(tenderId), type: `${ceremony.purpose}.share-accepted`, payload: about }
          : {
              ...eventOf(tenderId),
              type: `${ceremony.purpose}.share-refused`,
              payload: { ...about, custodian: actor.personId, rules: ['opening.share-mismatch'] },
            },
      );
      return accepted;
    });
  }
}

/**
 * The keys of both locks, where a quorum of each is there; null before. Throws LawRefusal `opening.key-mismatch` where shares that fit their
 * commitments make another key, `opening.one-organization`.
 */
export async function recoveredKeys(
  held: HeldSession,
  locks: readonly DealtLock[],
  recipientOf: (lock: DealtLock) => string,
): Promise<RecoveredKeys | null> {
  const found: Partial<RecoveredKeys> = {};
  for (const lock of lockNames) {
    const deal = locks.find((one) => one.lock === lock) as DealtLock;
    const key = await recoverKey(held.checked[lock], deal.threshold, recipientOf(deal));
    if (key === 'wrong') throw new LawRefusal([breach('opening.key-mismatch', { lock })]);
    if (key === 'one-organization') throw new LawRefusal([breach('opening.one-organization')]);
    if (key === null) return null;
    found[lock] = key;
  }
  return found as RecoveredKeys;
}

/** The custodian who handed a share in elsewhere, as the audit trail names it. */
function holderOf(session: NamedSession, { personId, organizationId }: SessionShare): Actor {
  const request = { correlationId: session.id, route: 'share-session', idempotencyKey: null, fingerprint: '', ifMatch: null };
  return { personId, organizationId, roles: ['custodian'], request };
}

/** What is known anywhere of a session's shares. */
export async function progressOf(reads: Reads, session: string, locks: readonly DealtLock[]): Promise<LockProgress> {
  const shares = await sharesOf(reads, session);
  const of = (lock: Lock): LockProgress[Lock] => ({
    accepted: shares.filter((one) => one.lock === lock && one.taken === 'accepted').length,
    threshold: locks.find((one) => one.lock === lock)?.threshold ?? 0,
  });
  return { A: of('A'), B: of('B') };
}
