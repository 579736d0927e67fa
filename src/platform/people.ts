import { microsOf, type Instant } from '../rules/moment.js';
import { roles, systemActor, type Actor, type Role } from './actor.js';
import type { Bilingual } from '../rules/breach.js';
import type { Reader } from './reads.js';
import { forbidden, malformed } from './refusal.js';
import type { VerifiedToken } from './tokens.js';
import { newId, type UnitOfWork, type Work } from './unit-of-work.js';

interface MembershipRow {
  person_id: string;
  organization_id: string | null;
  roles: Role[] | null;
}

/**
 * Who a verified subject is now: its roles are those of its membership that the token's scopes also carry. A person of several
 * organisations says by `Acting-For` for which it acts. Refusal 403 for a person the platform does not know, 400 for an ambiguous one.
 */
export async function actorOfSubject(
  reader: Reader,
  token: VerifiedToken,
  actingFor: string | null,
): Promise<Omit<Actor, 'request'>> {
  const rows = await reader.query<MembershipRow>(
    `SELECT person.id AS person_id, membership.organization_id, membership.roles
       FROM people person
       LEFT JOIN memberships membership ON membership.person_id = person.id AND (membership.until IS NULL OR membership.until > platform_now())
      WHERE person.subject = $1`,
    [token.subject],
  );
  const person = rows[0];
  if (!person) throw forbidden({ zh: '平台尚未登记此人。', en: 'The platform does not know this person.' });
  const memberships = rows.filter((row) => row.roles !== null && (actingFor === null || row.organization_id === actingFor));
  if (memberships.length > 1) {
    throw malformed('Acting-For', {
      zh: '您属于多个组织，请注明代表哪一个。',
      en: 'You belong to several organisations: say for which you act.',
    });
  }
  const membership = memberships[0];
  if (actingFor !== null && !membership)
    throw forbidden({ zh: '您不是该组织的成员。', en: 'You are not a member of that organisation.' });
  const held = membership?.roles ?? [];
  return {
    personId: person.person_id,
    organizationId: membership?.organization_id ?? null,
    roles: held.filter((role) => token.scopes.includes(role)),
  };
}

export interface NewMember {
  /** The `sub` that the identity provider gives this person. */
  subject: string;
  name: Bilingual;
  organizationId: string | null;
  roles: readonly Role[];
}

/** Adds a person (where its subject is new) and a membership, inside the caller's transaction; records `membership.added`. */
export async function addMember(work: Work, member: NewMember): Promise<{ personId: string; membershipId: string }> {
  const unknown = member.roles.filter((role) => !roles.includes(role));
  if (unknown.length)
    throw malformed('#/roles', { zh: `未知角色：${unknown.join('、')}。`, en: `Unknown roles: ${unknown.join(', ')}.` });
  const personId = await ensurePerson(work, member.subject, member.name, work.now);
  const membershipId = newId();
  await work.query('INSERT INTO memberships (id, person_id, organization_id, roles, since) VALUES ($1, $2, $3, $4, $5)', [
    membershipId,
    personId,
    member.organizationId,
    member.roles,
    work.now,
  ]);
  const payload = { personId, organizationId: member.organizationId, roles: [...member.roles] };
  work.record({
    type: 'membership.added',
    article: null,
    tenderId: null,
    subject: { kind: 'membership', id: membershipId },
    payload,
  });
  return { personId, membershipId };
}

async function ensurePerson(work: Work, subject: string, name: Bilingual, now: Instant): Promise<string> {
  await work.query(
    'INSERT INTO people (id, subject, name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (subject) DO NOTHING',
    [newId(), subject, JSON.stringify(name), now],
  );
  const rows = await work.query<{ id: string }>('SELECT id FROM people WHERE subject = $1', [subject]);
  return (rows[0] as { id: string }).id;
}

/** The first registrar, without whom nobody could be let in: only where there is no person yet; false where there is. */
export async function appointFirstRegistrar(unitOfWork: UnitOfWork, subject: string, name: Bilingual): Promise<boolean> {
  return unitOfWork.run(systemActor('first-registrar'), async (work) => {
    await work.query('SELECT pg_advisory_xact_lock(7203470066)');
    const [people] = await work.query<{ count: string }>('SELECT count(*) FROM people');
    const isFirst = people?.count === '0' && microsOf(work.now) !== null;
    if (isFirst) await addMember(work, { subject, name, organizationId: null, roles: ['registrar'] });
    else
      work.record({
        type: 'registrar.appointment-refused',
        article: null,
        tenderId: null,
        subject: { kind: 'person', id: null },
        payload: { subject },
      });
    return isFirst;
  });
}
