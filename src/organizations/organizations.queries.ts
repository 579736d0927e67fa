import { validate } from 'uuid';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import { breach } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { Contact, Designation, EntityType, OrganizationKind, SupplierSize } from './organization.entity.js';

/** An organisation as other modules read it. */
export interface KnownOrganization {
  id: string;
  version: number;
  kinds: OrganizationKind[];
  name: { zh: string; en?: string };
  scheme: string;
  identifier: string;
  country: string;
  entityType: EntityType | null;
  inZone: boolean;
  designation: Designation | null;
  parentId: string | null;
  smeSize: SupplierSize | null;
  address: { zh?: string; en?: string } | null;
  contact: Contact | null;
  verifiedAt: Instant | null;
}

/** Who controls an organisation and whom it controls, through any number of steps; itself not included. */
export interface ControlClosure {
  controls: string[];
  controlledBy: string[];
}

/** Of a membership's row. */
export const inForce = '(until IS NULL OR until > platform_now())';

/** Null where there is no such organisation. */
export async function organizationById(reader: Reader, id: string): Promise<KnownOrganization | null> {
  if (!validate(id)) return null;
  const rows = await reader.query<KnownOrganization>(
    `SELECT id, version, kinds, name, scheme, identifier, country, entity_type AS "entityType", in_zone AS "inZone", designation,
            parent_id AS "parentId", sme_size AS "smeSize", address, contact, verified_at AS "verifiedAt"
       FROM organizations WHERE id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** The organisation, if a registrar has verified it. Throws LawRefusal `organization.not-verified`, Refusal 404 where there is none. */
export async function requireVerified(reader: Reader, id: string | null): Promise<KnownOrganization> {
  const found = id === null ? null : await organizationById(reader, id);
  if (!found) throw unknownResource();
  if (found.verifiedAt === null) throw new LawRefusal([breach('organization.not-verified', { organizationId: found.id })]);
  return found;
}

/** Whether a person administers the organisation at this moment. */
export async function administers(reader: Reader, personId: string, organizationId: string): Promise<boolean> {
  const rows = await reader.query(
    `SELECT 1 FROM memberships WHERE person_id = $1 AND organization_id = $2 AND administrator AND ${inForce} LIMIT 1`,
    [personId, organizationId],
  );
  return rows.length > 0;
}

/** Both directions of control: recorded relations and parents, closed over all steps. Loops in the records do no harm. */
export async function controlClosure(reader: Reader, id: string): Promise<ControlClosure> {
  const rows = await reader.query<{ id: string; below: boolean }>(
    `WITH RECURSIVE
       edges (parent, child) AS (
         SELECT controller_id, controlled_id FROM control_relations
         UNION SELECT parent_id, id FROM organizations WHERE parent_id IS NOT NULL),
       below (id) AS (SELECT $1::uuid UNION SELECT edges.child FROM below JOIN edges ON edges.parent = below.id),
       above (id) AS (SELECT $1::uuid UNION SELECT edges.parent FROM above JOIN edges ON edges.child = above.id)
     SELECT id, true AS below FROM below WHERE id <> $1 UNION ALL SELECT id, false FROM above WHERE id <> $1`,
    [id],
  );
  const idsOf = (below: boolean): string[] => rows.filter((row) => row.below === below).map((row) => row.id);
  return { controls: idsOf(true), controlledBy: idsOf(false) };
}
