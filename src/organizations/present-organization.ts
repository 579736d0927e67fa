import type { Actor } from '../platform/actor.js';
import type { Contact, Designation, EntityType, Organization, OrganizationKind, SupplierSize } from './organization.entity.js';

export interface OrganizationAnswer {
  id: string;
  version: number;
  kinds: OrganizationKind[];
  name: { zh: string; en?: string };
  legalName: { zh: string; en?: string } | null;
  scheme: string;
  identifier: string;
  country: string;
  entityType: EntityType | null;
  inZone: boolean;
  designation: Designation | null;
  parentId: string | null;
  smeSize: SupplierSize | null;
  address: { zh?: string; en?: string } | null;
  verifiedAt: string | null;
  createdAt: string;
  /** Of a procuring entity for everybody; of others for their own people and registrars. */
  contact?: Contact | null;
}

/** What a caller may see of an organisation: everything is public but the contact of one that does not procure. */
export function presentOrganization(row: Organization, actor: Actor | null): OrganizationAnswer {
  const { verifiedBy: _verifiedBy, createdBy: _createdBy, contact, ...shown } = row;
  const own = actor !== null && (actor.organizationId === row.id || actor.roles.includes('registrar'));
  return own || row.kinds.includes('procuring-entity') ? { ...shown, contact } : shown;
}
