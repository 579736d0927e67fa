import type { QueryRunner } from 'typeorm';
import type { Instant } from '../rules/moment.js';
import type { Actor } from './actor.js';
import type { DomainEvent } from './audit-trail.js';
import { authorityMissing, type Authority } from './delegated.js';

/** Locks what the caller relies on, so that a revocation comes wholly before the act or wholly after it. */
export async function lockAuthorities(runner: QueryRunner, { authorities = [] }: Actor): Promise<void> {
  if (authorities.length === 0) return;
  await runner.query('SELECT id FROM delegations WHERE id = ANY ($1) ORDER BY id FOR SHARE', [authorities.map((one) => one.id)]);
}

/**
 * What covers the event at the moment, under the lock; undefined for an organisation's own people. Throws LawRefusal
 * `organization.mandate-missing`, `organization.power-missing`; the database's `tender.agency-is-supplier` for an agency that takes part.
 */
export async function authorityFor(
  runner: QueryRunner,
  { authorities, acts = [] }: Actor,
  { tenderId }: DomainEvent,
  now: Instant,
): Promise<Authority | undefined> {
  if (authorities === undefined) return undefined;
  const claimed = authorities.map((one) => one.id);
  const rows = (await runner.query('SELECT authority_for($1, $2, $3, $4) AS id', [claimed, tenderId, acts, now])) as {
    id: string | null;
  }[];
  const held = authorities.find((one) => one.id === rows[0]?.id);
  if (held === undefined) throw authorityMissing(authorities);
  return held;
}
