import { v5 as uuidv5 } from 'uuid';
import type { Bilingual } from '../rules/breach.js';
import type { Actor } from './actor.js';
import { callerOfToken, notMember, unknownPerson, type Caller } from './people.js';
import type { Reads } from './reads.js';
import type { VerifiedToken } from './tokens.js';
import { newId, type Work } from './unit-of-work.js';

/** Namespace of the owners of idempotency keys: names, not secrets. */
const keyOwners = 'f3d5a3b0-6a0c-4b7e-9a53-61c5ab1f2f61';

/**
 * Who calls a route that lets people enrol: a known person as anywhere else, or a newcomer without roles. Either way its idempotency keys
 * hang on the token's subject, so that a retry of the act by which it became known gets the stored answer.
 * Throws as `callerOfToken`; Refusal 403 for a newcomer that says it acts for an organisation, and for an account
 * that was given up (更换身份).
 */
export async function callerOrNewcomer(reads: Reads, token: VerifiedToken, actingFor: string | null): Promise<Caller> {
  const keyOwner = uuidv5(token.subject, keyOwners);
  const known = await callerOfToken(reads, token, actingFor);
  if (known) return { ...known, keyOwner };
  if (actingFor !== null) throw notMember();
  if (await isRetired(reads, token.subject)) throw unknownPerson();
  return { personId: newId(), organizationId: null, roles: [], newcomer: { subject: token.subject }, keyOwner };
}

async function isRetired(reads: Reads, subject: string): Promise<boolean> {
  return (await reads.query('SELECT 1 FROM retired_subjects WHERE subject = $1', [subject])).length > 0;
}

/**
 * Makes a newcomer known under the id its actor already carries, inside the caller's transaction; records `person.enrolled`. Does nothing
 * for a known person. Two requests of one newcomer at once: the database refuses the later (409).
 */
export async function enrol(work: Work, { personId, newcomer }: Actor, name: Bilingual): Promise<void> {
  if (!newcomer) return;
  await work.query('INSERT INTO people (id, subject, name, created_at) VALUES ($1, $2, $3, $4)', [
    personId,
    newcomer.subject,
    JSON.stringify(name),
    work.now,
  ]);
  work.record({
    type: 'person.enrolled',
    article: null,
    tenderId: null,
    subject: { kind: 'person', id: personId },
    payload: { name: { ...name } },
  });
}
