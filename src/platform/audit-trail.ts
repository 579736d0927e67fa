import { v7 as uuidv7 } from 'uuid';
import type { Instant } from '../rules/moment.js';
import type { Actor } from './actor.js';
import { auditLeaf } from './audit-leaf.js';

/** Something that happened, in the words of the field: `tender.published`. */
export interface DomainEvent {
  type: string;
  /** The article under which it was done; null for what belongs to none. */
  article: number | null;
  tenderId: string | null;
  subject: { kind: string; id: string | null };
  /** Plain JSON: money and times as strings. Never bid content, never a secret. */
  payload: Record<string, unknown>;
  /** True for what would tell who bids before the opening: its leaf says nothing and its payload is readable only afterwards. */
  sealed?: boolean;
  /** Organisations that must be told; each gets one delivery. */
  tell?: readonly string[];
  /** People who must be told themselves, whatever organisation they belong to. */
  tellPeople?: readonly string[];
}

/** Whatever runs a statement within the caller's transaction and answers its rows. */
export interface Writer {
  query(sql: string, params?: unknown[]): Promise<unknown>;
}

/** Rows as `contracts/<id>`, each with the digest of the seal that it was given in this transaction. */
export type SealedRows = Record<string, string>;

/** What the transaction has written: its first entry carries it, so that a leaf stands for every row. */
export async function sealedRows(runner: Writer): Promise<SealedRows> {
  const [row] = (await runner.query('SELECT rows_changed() AS rows')) as { rows: SealedRows }[];
  return (row as { rows: SealedRows }).rows;
}

/**
 * Writes the audit entry, its payload and the outbox message of one event, in the caller's transaction. A sealed event sends no
 * message: jobs, too, would count the bids.
 */
export async function recordEvent(
  runner: Writer,
  actor: Actor,
  event: DomainEvent,
  now: Instant,
  rows: SealedRows | null,
): Promise<void> {
  const id = uuidv7();
  const sealed = event.sealed ?? false;
  const { payload, salt, leaf, leafHash } = auditLeaf({
    id,
    type: event.type,
    article: event.article,
    tenderId: event.tenderId,
    subjectKind: event.subject.kind,
    subjectId: event.subject.id,
    actorPersonId: actor.personId,
    actorOrganizationId: actor.organizationId,
    recordedAt: now,
    payload: event.payload,
    rows,
    sealed,
  });
  await runner.query(
    `WITH entry AS (
       INSERT INTO audit_entries (id, type, article, tender_id, subject_kind, subject_id, actor_person_id, actor_organization_id, recorded_at, sealed, leaf, leaf_hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ), message AS (
       INSERT INTO outbox (id, entry_id, topic, body, created_at) SELECT $15, $1, $2, $16::jsonb, $9 WHERE NOT $10
     )
     INSERT INTO audit_payloads (entry_id, payload, salt) VALUES ($1, $13, $14)`,
    [
      id,
      event.type,
      event.article,
      event.tenderId,
      event.subject.kind,
      event.subject.id,
      actor.personId,
      actor.organizationId,
      now,
      sealed,
      leaf,
      leafHash,
      payload,
      salt,
      uuidv7(),
      JSON.stringify(messageOf(id, event)),
    ],
  );
}

function messageOf(entryId: string, { type, tenderId, subject, tell = [], tellPeople = [] }: DomainEvent): object {
  return { entryId, type, tenderId, subject, tell, tellPeople };
}
