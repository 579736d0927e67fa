import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';

export const organizationKinds = ['procuring-entity', 'agency', 'supplier', 'review-body', 'custodian', 'auditor'] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

export const entityTypes = ['stateOrgan', 'publicInstitution', 'socialOrganisation', 'designatedEntity', 'other'] as const;
export type EntityType = (typeof entityTypes)[number];

export const supplierSizes = ['micro', 'small', 'medium', 'large'] as const;
export type SupplierSize = (typeof supplierSizes)[number];

/** How far a registrar's finding (核验) is; only `verified` counts in the procedure. */
export const verificationStates = ['pending', 'verified', 'refused', 'suspended'] as const;
export type VerificationState = (typeof verificationStates)[number];

export const verificationDecisions = ['verified', 'refused', 'suspended'] as const;
export type VerificationDecision = (typeof verificationDecisions)[number];

/** The register of the unified social credit code (统一社会信用代码); every other register is `XX-…` after its country. */
export const usccScheme = 'CN-USCC';

/** The act by which an entity was designated as procuring entity (art. 47), valid on both its days. */
export interface Designation {
  reference: string;
  validFrom: CivilDate;
  validTo: CivilDate;
}

/** A procuring entity (采购人), agency (采购代理机构), supplier (供应商), review body (审查机关), lock holder (持锁人) or auditor. */
@Entity('organizations')
export class Organization {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text', { array: true }) kinds!: OrganizationKind[];
  @Column('jsonb') name!: { zh: string; en?: string };
  /** As registered, where everybody calls it otherwise. */
  @Column('jsonb', { name: 'legal_name', nullable: true }) legalName!: { zh: string; en?: string } | null;
  @Column('text') scheme!: string;
  @Column('text') identifier!: string;
  @Column('text') country!: string;
  @Column('text', { name: 'entity_type', nullable: true }) entityType!: EntityType | null;
  @Column('boolean', { name: 'in_zone' }) inZone!: boolean;
  @Column('jsonb', { nullable: true }) designation!: Designation | null;
  /** The organisation that controls this one. */
  @Column('uuid', { name: 'parent_id', nullable: true }) parentId!: string | null;
  @Column('text', { name: 'sme_size', nullable: true }) smeSize!: SupplierSize | null;
  @Column('jsonb', { nullable: true }) address!: Partial<Bilingual> | null;
  @Column('jsonb', { nullable: true }) contact!: Contact | null;
  @Column('text') verification!: VerificationState;
  /** Why a registrar refused or suspended it. */
  @Column('jsonb', { name: 'verification_reason', nullable: true }) verificationReason!: Bilingual | null;
  @InstantColumn({ name: 'verified_at', nullable: true }) verifiedAt!: Instant | null;
  @Column('uuid', { name: 'verified_by', nullable: true }) verifiedBy!: string | null;
  @Column('uuid', { name: 'created_by' }) createdBy!: string;
  @InstantColumn({ name: 'created_at' }) createdAt!: Instant;
}

export interface Contact {
  name?: string;
  phone?: string;
  email?: string;
  faxNumber?: string;
  url?: string;
}

/** An electronic licence (电子证照) as its reference names it (art. 58). Append-only. */
@Entity('licences')
export class Licence {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'organization_id' }) organizationId!: string;
  @Column('text') type!: string;
  @Column('text') number!: string;
  @Column('jsonb') issuer!: { zh: string; en?: string };
  @Column('text') holder!: string;
  @Column('text', { name: 'valid_from' }) validFrom!: CivilDate;
  @Column('text', { name: 'valid_to', nullable: true }) validTo!: CivilDate | null;
  @Column('text', { name: 'document_sha256', nullable: true }) documentSha256!: string | null;
  @Column('uuid', { name: 'added_by' }) addedBy!: string;
  @InstantColumn({ name: 'added_at' }) addedAt!: Instant;
}
