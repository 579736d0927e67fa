import { newId } from '../../src/platform/unit-of-work.js';
import type { Caller, TestApp } from '../app.js';

export interface CrowdMember {
  caller: Caller;
  subject: string;
  organizationId: string;
  personId: string;
}

/** So many verified suppliers, each with one bidder of its own, written straight into the database. */
export async function crowd(app: TestApp, count: number): Promise<CrowdMember[]> {
  const verifier = newId();
  await app.sql(`INSERT INTO people (id, subject, name, created_at) VALUES ($1, $2, '{}', platform_now())`, [
    verifier,
    `verifier-${verifier}`,
  ]);
  return Promise.all(Array.from({ length: count }, () => member(app, verifier)));
}

async function member(app: TestApp, verifier: string): Promise<CrowdMember> {
  const [organizationId, personId] = [newId(), newId()];
  const subject = `bidder-${personId}`;
  await app.sql(
    `INSERT INTO organizations (id, version, kinds, name, scheme, identifier, country, in_zone, verification, verified_at, verified_by, created_by, created_at)
     VALUES ($1, 1, ARRAY['supplier'], jsonb_build_object('zh', $2::text), 'XX-test', $2, 'CN', true, 'verified', platform_now(), $3, $3, platform_now())`,
    [organizationId, subject, verifier],
  );
  await app.sql(`INSERT INTO people (id, subject, name, created_at) VALUES ($1, $2, '{}', platform_now())`, [personId, subject]);
  await app.sql(
    `INSERT INTO memberships (id, person_id, organization_id, roles, since) VALUES ($1, $2, $3, ARRAY['supplier'], platform_now())`,
    [newId(), personId, organizationId],
  );
  return { caller: await app.asSubject(subject, 'supplier'), subject, organizationId, personId };
}
