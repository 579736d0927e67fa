import type { Actor } from '../platform/actor.js';
import type { Bilingual } from '../rules/breach.js';
import type {
  Contact,
  Designation,
  EntityType,
  Organization,
  OrganizationKind,
  SupplierSize,
  VerificationState,
} from './organization.entity.js';

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
  verification: VerificationState;
  verifiedAt: string | null;
  createdAt: string;
  /** Of a procuring entity for everybody; of others for their own people and registrars. */
  contact?: Contact | null;
  /** Why its verification was refused or suspended; only where the contact is shown. */
  verificationReason?: Bilingual | null;
}

/** What a caller may see of an organisation: everything is public but the contact of one that does not procure, and a registrar's reasons. */
export function presentOrganization(row: Organization, actor: Actor | null): OrganizationAnswer {
  const { verifiedBy: _verifiedBy, createdBy: _createdBy, contact, verificationReason, ...shown } = row;
  const own = actor !== null && (actor.organizationId === row.id || actor.roles.includes('registrar'));
  if (own) return { ...shown, contact, verificationReason };
  return row.kinds.includes('procuring-entity') ? { ...shown, contact } : shown;
}
