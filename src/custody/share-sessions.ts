import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { refusalOfDatabase } from '../platform/database-refusals.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { LawRefusal, Refusal, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { Envelope } from '../rules/custody.js';
import { instantOf, microsOf } from '../rules/moment.js';
import { locksOf, type DealtLock, type LockShare } from '../tenders/locks.js';
import { lockTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { openText } from './age-text.js';
import { liveSession, type NamedSession, type ShareSession } from './custody.queries.js';
import { SessionKeys, sessionMinutes, type HeldSession } from './session-keys.js';
import { commitmentOf, type Lock, type SharePlace } from './share-commitment.js';

/** What shares are handed in for. */
export interface Ceremony {
  purpose: 'rehearsal' | 'opening';
  /** What a share of this ceremony has to fit. */
  commitmentOf(share: LockShare): string;
  /** Throws where nobody, or not this person, may take part now; false where all is done and there is nothing to take. */
  admit(work: Work, actor: Actor, tender: Tender, envelope: Envelope): Promise<boolean>;
}

/** A share on its way in. */
export interface HandedShare {
  session: string;
  envelope: Envelope;
  lock: Lock;
  index: number;
  sealedShare: string;
}

/** `received`: another process has the session's key and will look at it; `over`: there was nothing to take any more. */
export type Taken = 'accepted' | 'received' | 'over';

/** Sessions and the shares that come into them: who may, once each, and nothing that does not fit its commitment is ever combined. */
@Injectable()
export class ShareSessions {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: SessionKeys,
  ) {}

  /**
   * Begins a session, whose private key stays in this process: also where the commit's outcome was lost, since a repeat of the request then
   * gets the session that was made after all. `row` is what the ceremony keeps with it.
   */
  async begin(
    actor: Actor,
    tenderId: string,
    envelope: Envelope,
    ceremony: Ceremony,
    row: (locks: readonly DealtLock[]) => Promise<{ testEnvelope: Buffer; testSha256: string } | null>,
    look: (session: NamedSession, held: HeldSession) => Promise<void>,
  ): Promise<ShareSession> {
    const key = await this.keys.make();
    const id = newId();
    const { purpose } = ceremony;
    this.keys.keep(id, key.identity, (held) => look({ id, tenderId, envelope }, held));
    const made = await this.refusing(actor, tenderId, purpose, { session: null }, () =>
      this.uow.run(actor, async (work) => {
        const tender = await lockTender(work, tenderId);
        const locks = await locksOf(work, tenderId, envelope);
        requireHolder(actor, tender, locks);
        if (!(await ceremony.admit(work, actor, tender, envelope)))
          throw new LawRefusal([breach('tender.wrong-state', { state: tender.state, event: purpose })]);
        if (locks.length < 2) throw new LawRefusal([breach('rehearsal.locks-missing')]);
        const test = await row(locks);
        const expiresAt = instantOf((microsOf(work.now) as bigint) + BigInt(sessionMinutes) * 60_000_000n);
        await work.query(
          `INSERT INTO share_sessions (id, tender_id, envelope, purpose, recipient, person_id, organization_id, test_envelope, test_sha256, made_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [
            id,
            tenderId,
            envelope,
            purpose,
            key.recipient,
            actor.personId,
            actor.organizationId,
            test?.testEnvelope ?? null,
            test?.testSha256 ?? null,
            work.now,
            expiresAt,
          ],
        );
        work.record({
          ...eventOf(tenderId),
          type: `${purpose}.session-begun`,
          payload: { session: id, envelope, recipient: key.recipient, expiresAt },
        });
        return { id, tenderId, envelope, recipient: key.recipient, expiresAt };
      }),
    ).catch((error: unknown) => {
      if (!mayBeDone(error)) this.keys.forget(id);
      throw error;
    });
    if (made.id !== id) this.keys.forget(id);
    return made;
  }

  /**
   * Takes one share. Checked at once where this process has the session's key; what does not fit is refused, its custodian named in the
   * audit trail, and the box stays as it was. `more` adds what the ceremony writes beside an accepted share.
   */
  async take(
    actor: Actor,
    tenderId: string,
    handed: HandedShare,
    ceremony: Ceremony,
    more: (work: Work, deal: DealtLock, share: LockShare) => Promise<void> = () => Promise.resolve(),
  ): Promise<Taken> {
    const { session, envelope, lock, index, sealedShare } = handed;
    const held = this.keys.get(session);
    const bytes = held && (await openText(held.identity, sealedShare));
    const place = { tenderId, envelope, lock, index };
    const taken = await this.refusing(actor, tenderId, ceremony.purpose, { session, lock, index }, () =>
      this.uow.run(actor, async (work): Promise<Taken> => {
        const tender = await lockTender(work, tenderId);
        const locks = await locksOf(work, tenderId, envelope);
        const { deal, share } = requireShare(actor, tender, locks, place);
        const event = {
          ...eventOf(tenderId),
          type: `${ceremony.purpose}.share-received`,
          payload: { session, envelope, lock, index },
        };
        work.record(event);
        if (!(await ceremony.admit(work, actor, tender, envelope))) return 'over';
        const live = await liveSession(work, tenderId, session, ceremony.purpose);
        if (live?.envelope !== envelope) throw new LawRefusal([breach('opening.session-over')]);
        await requireFirst(work, handed);
        if (held) requireFit(place, bytes, ceremony.commitmentOf(share));
        await keepShare(work, actor, handed, held ? 'accepted' : 'received');
        if (held) await more(work, deal, share);
        return held ? 'accepted' : 'received';
      }),
    );
    if (taken === 'accepted' && held && bytes)
      addChecked(held, lock, { index, share: bytes, personId: actor.personId, organizationId: actor.organizationId as string });
    return taken;
  }

  private refusing<Answer>(
    actor: Actor,
    tenderId: string,
    purpose: Ceremony['purpose'],
    about: Record<string, unknown>,
    act: () => Promise<Answer>,
  ): Promise<Answer> {
    const type = about['session'] === null ? `${purpose}.session-refused` : `${purpose}.share-refused`;
    return recordingRefusals(this.uow, actor, { ...eventOf(tenderId), type }, act, (refusal) => ({
      ...about,
      custodian: actor.personId,
      rules: refusal.breaches.map((one) => one.rule),
    }));
  }
}

/** After a lost connection nobody knows whether it was done. */
export function mayBeDone(error: unknown): boolean {
  const known = error instanceof Refusal ? error : refusalOfDatabase(error);
  return known instanceof Refusal && known.status === 503;
}

/** The same share twice counts once. */
export function addChecked(held: HeldSession, lock: Lock, share: HeldSession['checked'][Lock][number]): void {
  if (!isChecked(held, { lock, index: share.index })) held.checked[lock].push(share);
}

export function isChecked(held: HeldSession, { lock, index }: Pick<SharePlace, 'lock' | 'index'>): boolean {
  return held.checked[lock].some((one) => one.index === index);
}

/** Whether the bytes are the share that its dealer committed itself to. */
export function fits(place: SharePlace, bytes: Uint8Array | null, commitment: string): bytes is Uint8Array {
  return bytes !== null && commitmentOf(place, bytes) === commitment;
}

function requireFit(place: SharePlace, bytes: Uint8Array | null, commitment: string): void {
  const { lock, index } = place;
  if (!fits(place, bytes, commitment))
    throw new LawRefusal([breach('opening.share-mismatch', { lock, index }, { pointer: '#/sealedShare' })]);
}

/** Of a draft, nobody learns but who has a share of it. */
function requireHolder(actor: Actor, tender: Tender, locks: readonly DealtLock[]): void {
  if (locks.some((lock) => lock.shares.some((share) => isHeldBy(share, actor)))) return;
  throw tender.publishedAt === null ? unknownResource() : new LawRefusal([breach('opening.custodian-unknown')]);
}

/** The share of this place, where it is the caller's. Throws as the session does for whoever has none. */
export function requireShare(
  actor: Actor,
  tender: Tender,
  locks: readonly DealtLock[],
  { lock, index }: Pick<SharePlace, 'lock' | 'index'>,
): { deal: DealtLock; share: LockShare } {
  requireHolder(actor, tender, locks);
  const deal = locks.find((one) => one.lock === lock);
  const share = deal?.shares.find((one) => one.index === index);
  if (!deal || !share || !isHeldBy(share, actor)) throw new LawRefusal([breach('opening.custodian-unknown', { lock, index })]);
  return { deal, share };
}

function isHeldBy(share: LockShare, { personId, organizationId }: Actor): boolean {
  return share.personId === personId && share.organizationId === organizationId;
}

async function requireFirst(work: Work, { session, lock, index }: HandedShare): Promise<void> {
  const before = await work.query(
    `SELECT FROM session_shares WHERE session_id = $1 AND lock = $2 AND index = $3 AND taken <> 'refused'`,
    [session, lock, index],
  );
  if (before.length > 0) throw new LawRefusal([breach('opening.share-repeated', { lock, index })]);
}

async function keepShare(work: Work, actor: Actor, handed: HandedShare, taken: 'accepted' | 'received'): Promise<void> {
  await work.query(
    `INSERT INTO session_shares (id, session_id, lock, index, person_id, organization_id, sealed_share, taken, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newId(),
      handed.session,
      handed.lock,
      handed.index,
      actor.personId,
      actor.organizationId,
      handed.sealedShare,
      taken,
      work.now,
    ],
  );
}

export function eventOf(tenderId: string): { article: number; tenderId: string; subject: { kind: string; id: string } } {
  return { article: 58, tenderId, subject: { kind: 'tender', id: tenderId } };
}
