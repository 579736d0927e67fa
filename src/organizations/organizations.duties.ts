import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';
import { administers } from './organizations.queries.js';

/** Organisations, licences and principals that wait for a registrar, people who wait for an administrator. Nothing counts down: no text sets a time. */
@Injectable()
export class OrganizationsDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('organization.verify', toVerify);
    this.duties.register('licence.verify', licencesToVerify);
    this.duties.register('principal.verify', principalsToVerify);
    this.duties.register('membership-request.decide', toLetIn);
    this.duties.register('access-recovery.decide', toRecover);
    this.duties.register('registrar-proposal.decide', toAppoint);
  }
}

async function toVerify(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('registrar')) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM organizations WHERE verification = 'pending' ORDER BY id LIMIT ${dutiesPerSourceMax}`,
  );
  return rows.map(({ id }) => undated('organization.verify', 'organization', id));
}

async function licencesToVerify(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('registrar')) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM licences one WHERE NOT EXISTS (SELECT FROM licence_verifications WHERE licence_id = one.id)
        AND (valid_to IS NULL OR valid_to >= (platform_now() AT TIME ZONE 'Asia/Shanghai')::date) ORDER BY id LIMIT ${dutiesPerSourceMax}`,
  );
  return rows.map(({ id }) => undated('licence.verify', 'licence', id));
}

async function principalsToVerify(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('registrar')) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM organization_principals one WHERE state = 'unverified'
        AND NOT EXISTS (SELECT FROM organization_principals later WHERE later.organization_id = one.organization_id AND later.id > one.id)
      ORDER BY id LIMIT ${dutiesPerSourceMax}`,
  );
  return rows.map(({ id }) => undated('principal.verify', 'principal', id));
}

async function toRecover({ roles, personId }: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!roles.includes('registrar')) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM access_recoveries WHERE state = 'pending' AND $1 NOT IN (requested_by, person_id) ORDER BY id LIMIT ${dutiesPerSourceMax}`,
    [personId],
  );
  return rows.map(({ id }) => undated('access-recovery.decide', 'access-recovery', id));
}

async function toAppoint({ roles, personId }: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!roles.includes('registrar')) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM registrar_proposals one WHERE state = 'proposed' AND proposed_by <> $1
        AND NOT EXISTS (SELECT FROM registrar_appointments WHERE person_id = $1 AND appointed_by = one.proposed_by)
      ORDER BY id LIMIT ${dutiesPerSourceMax}`,
    [personId],
  );
  return rows.map(({ id }) => undated('registrar-proposal.decide', 'registrar-proposal', id));
}

async function toLetIn(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  const { organizationId, personId } = actor;
  if (organizationId === null || !(await administers(reader, personId, organizationId))) return [];
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM membership_requests WHERE organization_id = $1 AND state = 'pending' AND person_id <> $2
      ORDER BY id LIMIT ${dutiesPerSourceMax}`,
    [organizationId, personId],
  );
  return rows.map(({ id }) => undated('membership-request.decide', 'membership-request', id));
}

function undated(kind: string, subject: string, id: string): DutyFacts {
  return { kind, tenderId: null, subject: { kind: subject, id }, dueAt: null, derivation: null };
}
