import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { instantOf, isBefore, microsOf, type Instant } from '../rules/moment.js';
import { requireRecipient } from './age-recipient.js';
import { sealText } from './age-text.js';

/** A key that its owner has still to prove. */
export interface KeyChallenge {
  id: string;
  recipient: string;
  /** base64 of an age file for the recipient; it holds the nonce that proves possession. */
  challenge: string;
  expiresAt: Instant;
}

/** A person's key for shares. */
export interface CustodianKey {
  id: string;
  recipient: string;
  provedAt: Instant;
}

const challengeHours = 24n;

/**
 * A custodian registers its own key once (持锁人密钥): the server seals a random nonce to the recipient, and whoever returns it has the key.
 * The key of a person is the last it proved; shares that were dealt to the one before stay sealed to that.
 */
@Injectable()
export class EnrolKey {
  constructor(private readonly uow: UnitOfWork) {}

  /** Throws LawRefusal `custody.recipient-taken`, Refusal 422. */
  async challenge(actor: Actor, recipient: string): Promise<KeyChallenge> {
    requireRecipient(recipient);
    const nonce = randomBytes(32).toString('base64url');
    const challenge = await sealText(recipient, nonce);
    return this.uow.run(actor, async (work) => {
      await requireFree(work, recipient);
      const id = newId();
      await work.query(
        'INSERT INTO custodian_keys (id, person_id, recipient, nonce_sha256, challenged_at) VALUES ($1, $2, $3, $4, $5)',
        [id, actor.personId, recipient, hashOf(nonce), work.now],
      );
      work.record({
        type: 'custody.key-challenged',
        article: 58,
        tenderId: null,
        subject: { kind: 'custodian-key', id },
        payload: { recipient },
      });
      return { id, recipient, challenge, expiresAt: expiryOf(work.now) };
    });
  }

  /** Throws LawRefusal `custody.proof-wrong`, `custody.challenge-over`, `custody.recipient-taken`; Refusal 404 for another's key. */
  prove(actor: Actor, id: string, nonce: string): Promise<CustodianKey> {
    if (!validate(id)) throw unknownResource();
    return this.uow.run(actor, async (work) => {
      const rows = await work.query<{ recipient: string; nonceSha256: string; challengedAt: Instant; provedAt: Instant | null }>(
        `SELECT recipient, nonce_sha256 AS "nonceSha256", challenged_at AS "challengedAt", proved_at AS "provedAt"
           FROM custodian_keys WHERE id = $1 AND person_id = $2 FOR UPDATE`,
        [id, actor.personId],
      );
      const key = rows[0];
      if (!key) throw unknownResource();
      if (key.provedAt !== null || !isBefore(work.now, expiryOf(key.challengedAt)))
        throw new LawRefusal([breach('custody.challenge-over')]);
      if (hashOf(nonce) !== key.nonceSha256) throw new LawRefusal([breach('custody.proof-wrong', {}, { pointer: '#/nonce' })]);
      await requireFree(work, key.recipient);
      await work.query(
        'UPDATE custodian_keys SET replaced_at = $2 WHERE person_id = $1 AND proved_at IS NOT NULL AND replaced_at IS NULL',
        [actor.personId, work.now],
      );
      await work.query('UPDATE custodian_keys SET proved_at = $2 WHERE id = $1', [id, work.now]);
      const { recipient } = key;
      work.record({
        type: 'custody.key-proved',
        article: 58,
        tenderId: null,
        subject: { kind: 'custodian-key', id },
        payload: { recipient },
      });
      return { id, recipient, provedAt: work.now };
    });
  }
}

async function requireFree(work: Parameters<Parameters<UnitOfWork['run']>[1]>[0], recipient: string): Promise<void> {
  // One at a time, whoever asks: what two people prove at once is one's.
  await work.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 22))', [recipient]);
  const taken = await work.query('SELECT FROM custodian_keys WHERE recipient = $1 AND proved_at IS NOT NULL', [recipient]);
  if (taken.length > 0) throw new LawRefusal([breach('custody.recipient-taken', {}, { pointer: '#/recipient' })]);
}

function expiryOf(challengedAt: Instant): Instant {
  return instantOf((microsOf(challengedAt) as bigint) + challengeHours * 3_600_000_000n);
}

function hashOf(nonce: string): string {
  return createHash('sha256').update(nonce).digest('hex');
}
