import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Decrypter } from 'age-encryption';
import { unkeyed, type Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { Envelope } from '../rules/custody.js';
import { locksOf, rehearsalOf, type DealtLock, type LockShare } from '../tenders/locks.js';
import { lockTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { sealBytes } from './age-text.js';
import type { NamedSession, ShareSession } from './custody.queries.js';
import { LookForShares, progressOf, recoveredKeys, type LockProgress } from './look-for-shares.js';
import type { ConfirmationBody, RehearsalShareBody } from './sealing.dto.js';
import { SessionKeys, type HeldSession } from './session-keys.js';
import { eventOf, requireShare, ShareSessions, type Ceremony, type Taken } from './share-sessions.js';

/** How the rehearsal of a tender's locks stands. */
export interface RehearsalProgress {
  tenderId: string;
  envelope: Envelope;
  /** A quorum of each lock opened the test envelope of these deals. */
  opened: boolean;
  /** Shares whose holders have shown nothing of them yet, such as `A2`. */
  unconfirmed: string[];
  complete: boolean;
}

export interface RehearsalShareAnswer extends RehearsalProgress {
  taken: Taken;
  shares: LockProgress;
}

const testBytes = 64;

const ceremony: Ceremony = {
  purpose: 'rehearsal',
  commitmentOf: (share) => share.rehearsalCommitment,
  admit: (_work, _actor, tender) => {
    requireOpenToRehearsal(tender);
    return Promise.resolve(true);
  },
};

/**
 * The rehearsal (试开箱): the server seals random bytes to the rehearsal keys of both locks, a quorum opens them with rehearsal shares, and every
 * holder shows that it could open what was dealt to it. The real shares stay where they are.
 */
@Injectable()
export class RehearseOpening {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reads: Reads,
    private readonly sessions: ShareSessions,
    private readonly looking: LookForShares,
    private readonly keys: SessionKeys,
  ) {}

  /** Throws LawRefusal `rehearsal.locks-missing`, `tender.wrong-state`, `opening.custodian-unknown`; Refusal 404. */
  begin(actor: Actor, tenderId: string, envelope: Envelope): Promise<ShareSession> {
    return this.sessions.begin(actor, tenderId, envelope, ceremony, testEnvelope, (session, held) => this.look(session, held));
  }

  /** Throws LawRefusal `opening.share-mismatch`, `opening.share-repeated`, `opening.session-over`, `opening.custodian-unknown`; Refusal 404. */
  async share(actor: Actor, tenderId: string, body: RehearsalShareBody): Promise<RehearsalShareAnswer> {
    const envelope = body.envelope ?? 'bid';
    const { lock, index, commitment } = body;
    const taken = await this.sessions.take(
      actor,
      tenderId,
      { ...body, envelope },
      {
        ...ceremony,
        commitmentOf: (share) => {
          requireCommitment(share, commitment, { lock, index });
          return share.rehearsalCommitment;
        },
      },
      (work, deal, share) => confirm(work, deal, share, actor.personId, 'rehearsed'),
    );
    const held = this.keys.get(body.session);
    if (held) await held.turn(() => this.complete(actor, tenderId, body.session, envelope, held));
    const locks = await locksOf(this.reads, tenderId, envelope);
    return { ...(await this.standing(tenderId, envelope)), taken, shares: await progressOf(this.reads, body.session, locks) };
  }

  /** A holder who is not needed for the quorum has opened its shares, too. Throws LawRefusal `opening.share-mismatch`, `rehearsal.share-confirmed`. */
  async confirm(actor: Actor, tenderId: string, body: ConfirmationBody): Promise<RehearsalProgress> {
    const envelope = body.envelope ?? 'bid';
    const { lock, index, commitment, rehearsalCommitment } = body;
    await this.uow.run(actor, async (work) => {
      const tender = await lockTender(work, tenderId);
      const { deal, share } = requireShare(actor, tender, await locksOf(work, tenderId, envelope), body);
      requireOpenToRehearsal(tender);
      requireCommitment(share, commitment, body);
      if (share.rehearsalCommitment !== rehearsalCommitment)
        throw new LawRefusal([breach('opening.share-mismatch', { lock, index }, { pointer: '#/rehearsalCommitment' })]);
      if (share.confirmed) throw new LawRefusal([breach('rehearsal.share-confirmed', { lock, index })]);
      await confirm(work, deal, share, actor.personId, 'confirmed');
      work.record({ ...eventOf(tenderId), type: 'rehearsal.share-confirmed', payload: { envelope, lock, index, commitment } });
      return true;
    });
    return this.standing(tenderId, envelope);
  }

  /** For who keeps a share of the tender, and for its procuring entity. Throws Refusal 404 for everybody else. */
  async read(actor: Actor, tenderId: string, envelope: Envelope): Promise<RehearsalProgress> {
    const parties = await this.reads.query(
      `SELECT FROM tenders WHERE id = $1 AND (procurer_id = $2 OR EXISTS (
         SELECT FROM lock_deals deal JOIN lock_shares share ON share.deal_id = deal.id
          WHERE deal.tender_id = tenders.id AND share.person_id = $3 AND share.organization_id = $2))`,
      [tenderId, actor.organizationId, actor.personId],
    );
    if (parties.length === 0) throw unknownResource();
    return this.standing(tenderId, envelope);
  }

  private async standing(tenderId: string, envelope: Envelope): Promise<RehearsalProgress> {
    const locks = await locksOf(this.reads, tenderId, envelope);
    const { opened, unconfirmed } = await rehearsalOf(this.reads, locks);
    return {
      tenderId,
      envelope,
      opened,
      unconfirmed: [...unconfirmed],
      complete: opened && locks.length === 2 && unconfirmed.length === 0,
    };
  }

  private async look(session: NamedSession, held: HeldSession): Promise<void> {
    const last = await this.looking.run(session, held, ceremony, (work, deal, share, holder) =>
      confirm(work, deal, share, holder.personId, 'rehearsed'),
    );
    if (last) await this.complete(last, session.tenderId, session.id, session.envelope, held);
  }

  /** Opens the test envelope as soon as a quorum of each lock is there. */
  private async complete(actor: Actor, tenderId: string, session: string, envelope: Envelope, held: HeldSession): Promise<void> {
    const locks = await locksOf(this.reads, tenderId, envelope);
    if (locks.length < 2) return;
    const keys = await recoveredKeys(held, locks, (lock) => lock.rehearsalRecipient);
    if (!keys) return;
    await this.uow.run(unkeyed(actor), async (work) => {
      await lockTender(work, tenderId);
      await requireTestOpens(work, session, { A: keys.A.identity, B: keys.B.identity });
      const made = await work.query(
        `INSERT INTO rehearsals (session_id, tender_id, envelope, deal_a, deal_b, test_sha256, opened_at)
         SELECT id, tender_id, envelope, $2, $3, test_sha256, $4 FROM share_sessions WHERE id = $1
         ON CONFLICT DO NOTHING RETURNING session_id`,
        [session, locks[0]?.dealId, locks[1]?.dealId, work.now],
      );
      const used = { A: keys.A.used, B: keys.B.used };
      work.record({
        ...eventOf(tenderId),
        type: made.length > 0 ? 'rehearsal.opened' : 'rehearsal.repeated',
        payload: { session, envelope, used },
      });
    });
    this.keys.forget(session);
  }
}

function requireOpenToRehearsal({ documentsIssuedAt, state }: Tender): void {
  if (documentsIssuedAt !== null || state === 'cancelled' || state === 'failed')
    throw new LawRefusal([breach('tender.wrong-state', { state, event: 'rehearsal' })]);
}

function requireCommitment(share: LockShare, commitment: string, { lock, index }: { lock: string; index: number }): void {
  if (share.commitment !== commitment)
    throw new LawRefusal([breach('opening.share-mismatch', { lock, index }, { pointer: '#/commitment' })]);
}

async function confirm(
  work: Work,
  deal: DealtLock,
  share: LockShare,
  personId: string,
  how: 'rehearsed' | 'confirmed',
): Promise<void> {
  await work.query(
    'INSERT INTO share_confirmations (deal_id, index, person_id, how, confirmed_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [deal.dealId, share.index, personId, how, work.now],
  );
}

/** Random bytes, sealed as a bid is: for lock B of for lock A. */
async function testEnvelope(locks: readonly DealtLock[]): Promise<{ testEnvelope: Buffer; testSha256: string }> {
  const content = randomBytes(testBytes);
  let sealed: Uint8Array = content;
  for (const { rehearsalRecipient } of locks) sealed = await sealBytes(rehearsalRecipient, sealed);
  return { testEnvelope: Buffer.from(sealed), testSha256: createHash('sha256').update(content).digest('hex') };
}

async function requireTestOpens(work: Work, session: string, identities: { A: string; B: string }): Promise<void> {
  const rows = await work.query<{ envelope: Buffer; sha256: string }>(
    'SELECT test_envelope AS envelope, test_sha256 AS sha256 FROM share_sessions WHERE id = $1',
    [session],
  );
  let content: Uint8Array = (rows[0] as { envelope: Buffer }).envelope;
  for (const identity of [identities.B, identities.A]) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    content = await decrypter.decrypt(content);
  }
  if (createHash('sha256').update(content).digest('hex') !== rows[0]?.sha256)
    throw new Error('the test envelope holds something else than was sealed');
}
