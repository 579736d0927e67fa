import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { roles, systemActor, type Actor, type Role } from './actor.js';
import { delegatedCaller } from './delegated-caller.js';
import type { Reads } from './reads.js';
import { forbidden, malformed, Refusal, unknownResource } from './refusal.js';
import type { VerifiedToken } from './tokens.js';
import { newId, type UnitOfWork, type Work } from './unit-of-work.js';

/** An actor before its request is known. */
export type Caller = Omit<Actor, 'request'>;

/** How a person of the platform itself names its membership in `Acting-For`. */
const platform = 'platform';

const callerSql = `
  SELECT person.id AS person_id, membership.organization_id, membership.roles
    FROM people person
    LEFT JOIN memberships membership
      ON membership.person_id = person.id AND (membership.until IS NULL OR membership.until > platform_now())
   WHERE person.subject = $1
   ORDER BY membership.organization_id`;

interface CallerRow {
  person_id: string;
  organization_id: string | null;
  roles: Role[] | null;
}

/**
 * Who a token's subject is now: its roles are those of its membership that the token's scopes also carry. A person of several
 * organisations says by `Acting-For` for which it acts; so does who acts for one by mandate or power of attorney. Without a role left it acts for none. Null for a person the platform does not know; Refusal 400 where it is not said
 * for whom it acts, 403 where it belongs to no such organisation.
 */
export async function callerOfToken(reads: Reads, token: VerifiedToken, actingFor: string | null): Promise<Caller | null> {
  const rows = await reads.named<CallerRow>('caller-of-token', callerSql, [token.subject]);
  const personId = rows[0]?.person_id;
  if (personId === undefined) return null;
  const held = rolesByOrganization(rows);
  const name = actingFor?.toLowerCase() ?? null;
  if (name !== null && !held.has(name))
    return withoutRoles((await delegatedCaller(reads, personId, token, name)) ?? refuseStranger());
  const chosen = name ?? onlyOne([...held.keys()]);
  const mayBe = (chosen === null ? undefined : held.get(chosen)) ?? new Set<Role>();
  return withoutRoles({
    personId,
    organizationId: chosen === platform ? null : chosen,
    roles: [...mayBe].filter((role) => token.scopes.includes(role)),
  });
}

/** Whom the token lets be nothing in an organisation does not act for it, nor read as it does on routes that ask for no role. */
function withoutRoles(caller: Caller): Caller {
  return caller.roles.length > 0 ? caller : { personId: caller.personId, organizationId: null, roles: [] };
}

/** As `callerOfToken`, but Refusal 403 `unknown-person` for a person the platform does not know. */
export async function actorOfSubject(reads: Reads, token: VerifiedToken, actingFor: string | null): Promise<Caller> {
  const caller = await callerOfToken(reads, token, actingFor);
  if (caller) return caller;
  throw unknownPerson();
}

export function unknownPerson(): Refusal {
  return new Refusal(403, 'unknown-person', { zh: '平台尚未登记此人。', en: 'The platform does not know this person.' });
}

function rolesByOrganization(rows: readonly CallerRow[]): Map<string, Set<Role>> {
  const held = new Map<string, Set<Role>>();
  for (const row of rows) {
    if (row.roles === null) continue;
    const name = row.organization_id ?? platform;
    held.set(name, new Set([...(held.get(name) ?? []), ...row.roles]));
  }
  return held;
}

function onlyOne(names: readonly string[]): string | null {
  if (names.length <= 1) return names[0] ?? null;
  throw malformed('Acting-For', {
    zh: `您属于多个组织，请用Acting-For请求头注明代表哪一个：${names.join('、')}。`,
    en: `You belong to several organisations; say by an Acting-For header for which you act: ${names.join(', ')}.`,
  });
}

function refuseStranger(): never {
  throw notMember();
}

export function notMember(): Refusal {
  return forbidden({ zh: '您不是该组织的成员。', en: 'You are not a member of that organisation.' });
}

export interface NewMember {
  /** The `sub` that the identity provider gives this person. */
  subject: string;
  name: Bilingual;
  organizationId: string | null;
  roles: readonly Role[];
  /** Lets colleagues in and out. False unless said. */
  administrator?: boolean;
}

/** Adds a person (where its subject is new) and a membership, inside the caller's transaction; records `membership.added`. */
export async function addMember(work: Work, member: NewMember): Promise<{ personId: string; membershipId: string }> {
  const unknown = member.roles.filter((role) => !roles.includes(role));
  if (unknown.length)
    throw malformed('#/roles', { zh: `未知角色：${unknown.join('、')}。`, en: `Unknown roles: ${unknown.join(', ')}.` });
  const personId = await ensurePerson(work, member.subject, member.name, work.now);
  return { personId, membershipId: await joinPerson(work, personId, member) };
}

/** Gives a known person a membership, inside the caller's transaction; records `membership.added`, which tells the person. */
export async function joinPerson(
  work: Work,
  personId: string,
  { organizationId, roles: given, administrator = false }: Pick<NewMember, 'organizationId' | 'roles' | 'administrator'>,
): Promise<string> {
  const membershipId = newId();
  await work.query(
    'INSERT INTO memberships (id, person_id, organization_id, roles, administrator, since) VALUES ($1, $2, $3, $4, $5, $6)',
    [membershipId, personId, organizationId, given, administrator, work.now],
  );
  work.record({
    type: 'membership.added',
    article: null,
    tenderId: null,
    subject: { kind: 'membership', id: membershipId },
    payload: { personId, organizationId, roles: [...given], administrator },
    tellPeople: [personId],
  });
  return membershipId;
}

/** Whether the person belongs, at this moment, to an organisation other than `organizationId`, or to the platform itself. */
export async function belongsElsewhere(work: Work, subject: string, organizationId: string): Promise<boolean> {
  const rows = await work.query(
    `SELECT 1 FROM memberships member JOIN people person ON person.id = member.person_id
      WHERE person.subject = $1 AND member.organization_id IS DISTINCT FROM $2 AND (member.until IS NULL OR member.until > $3) LIMIT 1`,
    [subject, organizationId, work.now],
  );
  return rows.length > 0;
}

/** Ends a membership at this moment, inside the caller's transaction; records `membership.ended`. Refusal 404 where there is none in force. */
export async function endMembership(work: Work, membershipId: string): Promise<void> {
  const [ended] = await work.query<{ person_id: string; organization_id: string | null; roles: Role[] }>(
    `WITH ended AS (
       UPDATE memberships SET until = $2 WHERE id = $1 AND (until IS NULL OR until > $2) RETURNING person_id, organization_id, roles
     ) SELECT * FROM ended`,
    [membershipId, work.now],
  );
  if (!ended) throw unknownResource();
  work.record({
    type: 'membership.ended',
    article: null,
    tenderId: null,
    subject: { kind: 'membership', id: membershipId },
    payload: { personId: ended.person_id, organizationId: ended.organization_id, roles: ended.roles },
    tellPeople: [ended.person_id],
  });
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
    const isFirst = people?.count === '0';
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
