import type { Actor, Role } from '../platform/actor.js';
import type { Reader } from '../platform/reads.js';
import type { Bilingual } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';

export interface DeputyAnswer {
  id: string;
  organizationId: string;
  absent: { personId: string; name: Bilingual };
  deputy: { personId: string; name: Bilingual };
  /** Civil days of Shanghai, both included. */
  from: CivilDate;
  to: CivilDate;
  createdAt: Instant;
  endedAt: Instant | null;
}

const selected = `
  SELECT one.id, one.organization_id AS "organizationId", one.from_on AS "from", one.to_on AS "to", one.created_at AS "createdAt",
         one.ended_at AS "endedAt", json_build_object('personId', absent.id, 'name', absent.name) AS absent,
         json_build_object('personId', deputy.id, 'name', deputy.name) AS deputy
    FROM deputies one JOIN people absent ON absent.id = one.absent_person_id JOIN people deputy ON deputy.id = one.deputy_person_id`;

/** Null where there is none. */
export async function deputyById(reader: Reader, id: string): Promise<DeputyAnswer | null> {
  return (await reader.query<DeputyAnswer>(`${selected} WHERE one.id = $1`, [id]))[0] ?? null;
}

/** For whom the person is absent or deputy in the organisation, newest first; `limit + 1` rows. */
export function deputiesOf(reader: Reader, actor: Actor, after: string | null, limit: number): Promise<DeputyAnswer[]> {
  return reader.query(
    `${selected} WHERE one.organization_id = $1 AND $2 IN (one.absent_person_id, one.deputy_person_id)
        AND ($3::uuid IS NULL OR one.id < $3) ORDER BY one.id DESC LIMIT $4`,
    [actor.organizationId, actor.personId, after, limit + 1],
  );
}

/** The roles that a person has in an organisation now; none where it does not belong to it. */
export async function rolesIn(reader: Reader, organizationId: string, personId: string): Promise<Role[]> {
  const rows = await reader.query<{ role: Role }>(
    `SELECT DISTINCT unnest(roles) AS role FROM memberships
      WHERE organization_id = $1 AND person_id = $2 AND (until IS NULL OR until > platform_now()) ORDER BY role`,
    [organizationId, personId],
  );
  return rows.map((one) => one.role);
}

/** Whether the person stands in today (代理期间) for one of those others. */
export async function standsInFor(reader: Reader, personId: string, others: readonly string[]): Promise<boolean> {
  const [row] = await reader.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM unnest($2::uuid[]) AS other WHERE stands_in_for($1, other)) AS found',
    [personId, others],
  );
  return row?.found ?? false;
}

/** Those for whom the actor stands in today, each with the roles that both have: whose duties the actor sees beside its own. */
export async function absentBehind(actor: Actor, reader: Reader): Promise<Actor[]> {
  if (actor.organizationId === null) return [];
  const rows = await reader.query<{ personId: string }>(
    `SELECT DISTINCT absent_person_id AS "personId" FROM deputies
      WHERE organization_id = $1 AND deputy_person_id = $2 AND stands_in_for($2, absent_person_id) ORDER BY 1 LIMIT 100`,
    [actor.organizationId, actor.personId],
  );
  return Promise.all(
    rows.map(async ({ personId }) => {
      const held = await rolesIn(reader, actor.organizationId as string, personId);
      return { ...actor, personId, roles: held.filter((role) => actor.roles.includes(role)) };
    }),
  );
}
