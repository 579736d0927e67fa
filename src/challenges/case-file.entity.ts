import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { PartyText } from './challenge.entity.js';

/** What the reviewer discloses of a confidential item to one party: its own words for it, with what is nobody else's secret. */
@Entity('case_disclosures')
export class CaseDisclosure {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('text') item!: string;
  @Column('uuid', { name: 'organization_id' }) organizationId!: string;
  @Column('jsonb') text!: PartyText;
  @Column('jsonb') reasons!: Bilingual;
  @Column('uuid', { name: 'disclosed_by' }) disclosedBy!: string;
  @InstantColumn({ name: 'disclosed_at' }) disclosedAt!: Instant;
}

export const capacities = ['translator', 'expert'] as const;
export type Capacity = (typeof capacities)[number];

/** Who translates for the reviewer or advises it (翻译、专家): sees the items that it was given, once it has declared, until it is let out. */
@Entity('case_assistants')
export class CaseAssistant {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('text') capacity!: Capacity;
  @Column('text', { array: true }) items!: string[];
  @InstantColumn() until!: Instant;
  @Column('uuid', { name: 'let_in_by' }) letInBy!: string;
  @InstantColumn({ name: 'let_in_at' }) letInAt!: Instant;
  @Column('boolean', { nullable: true }) conflict!: boolean | null;
  @InstantColumn({ name: 'declared_at', nullable: true }) declaredAt!: Instant | null;
  @InstantColumn({ name: 'ended_at', nullable: true }) endedAt!: Instant | null;
}

/** That somebody read a confidential item, or an assistant any: who, when, as what. */
@Entity('case_accesses')
export class CaseAccess {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('text') item!: string;
  /** Whose item it is; null for what belongs to no organisation. */
  @Column('uuid', { name: 'owner_id', nullable: true }) ownerId!: string | null;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('uuid', { name: 'organization_id', nullable: true }) organizationId!: string | null;
  @Column('text') capacity!: 'reviewer' | 'party' | Capacity;
  @InstantColumn({ name: 'read_at' }) readAt!: Instant;
}
