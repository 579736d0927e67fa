import { validate } from 'uuid';
import type { Role } from './actor.js';
import { authorityMissing, covers, type Authority, type DelegatedAct } from './delegated.js';
import type { Caller } from './people.js';
import type { Reader, Reads } from './reads.js';
import type { VerifiedToken } from './tokens.js';

interface ClaimedRow {
  id: string;
  kind: Authority['kind'];
  agencyId: string | null;
  acts: DelegatedAct[];
  tenderIds: string[] | null;
  roles: Role[];
  inForce: boolean;
}

const claimedSql = `
  SELECT one.id, one.kind, one.agency_id AS "agencyId", one.acts, one.tender_ids AS "tenderIds", coalesce(member.roles, '{supplier}') AS roles,
         one.ended_at IS NULL AND one.valid_from <= moment.now AND moment.now < one.valid_to
           AND (one.agency_id IS NULL OR agency.verified_at IS NOT NULL) AS "inForce"
    FROM (SELECT platform_now() AS now) moment CROSS JOIN delegations one
    LEFT JOIN organizations agency ON agency.id = one.agency_id
    LEFT JOIN memberships member ON member.organization_id = one.agency_id AND member.person_id = $1
                                AND (member.until IS NULL OR member.until > moment.now)
   WHERE one.principal_id = $2 AND (one.person_id = $1 OR member.id IS NOT NULL) ORDER BY one.id`;

const belongsToAgencySql = `
  SELECT 1 FROM memberships member JOIN organizations agency ON agency.id = member.organization_id
   WHERE member.person_id = $1 AND 'agency' = ANY (agency.kinds) AND (member.until IS NULL OR member.until > platform_now()) LIMIT 1`;

/**
 * The caller as one who acts for an organisation it does not belong to. Null where it never had a mandate or power of it. Throws LawRefusal
 * `organization.mandate-missing` or `organization.power-missing` where none is in force.
 */
export async function delegatedCaller(
  reads: Reads,
  personId: string,
  token: VerifiedToken,
  principal: string,
): Promise<Caller | null> {
  if (!validate(principal)) return null;
  const claimed = await reads.query<ClaimedRow>(claimedSql, [personId, principal]);
  if (claimed.length === 0 && (await belongsToAgency(reads, personId))) throw authorityMissing([{ kind: 'mandate' }]);
  if (claimed.length === 0) return null;
  const standing = claimed.filter((one) => one.inForce);
  if (standing.length === 0) throw authorityMissing(claimed);
  const may = new Set(standing.flatMap(rolesUnder));
  return {
    personId,
    organizationId: principal,
    roles: [...may].filter((role) => token.scopes.includes(role)),
    authorities: standing.map(({ id, kind, agencyId, acts, tenderIds }) => ({ id, kind, agencyId, acts, tenderIds })),
  };
}

/** What a route admits of it: only what names one of the route's acts, and the tender of its path. Null where nothing does. */
export function underRoute(caller: Caller, acts: readonly DelegatedAct[] | undefined, tenderId: string | null): Caller | null {
  const { authorities = [] } = caller;
  const fitting = authorities.filter((one) => {
    const names = acts?.length === 0 || one.acts.some((act) => acts?.includes(act));
    return names && (tenderId === null || covers({ authorities: [one] }, tenderId));
  });
  return fitting.length === 0 || acts === undefined ? null : { ...caller, authorities: fitting, acts };
}

function rolesUnder({ kind, roles, acts }: ClaimedRow): Role[] {
  if (kind === 'power') return ['supplier'];
  return roles.filter((role) => role === 'procurer' || (role === 'approver' && acts.includes('approve')));
}

async function belongsToAgency(reader: Reader, personId: string): Promise<boolean> {
  return (await reader.query(belongsToAgencySql, [personId])).length > 0;
}
