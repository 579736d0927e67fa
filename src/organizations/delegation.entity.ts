import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { DelegatedAct } from '../platform/delegated.js';
import type { Instant } from '../rules/moment.js';

/** The signed paper behind a delegation, by its hash; the paper itself stays with whoever holds it. */
export interface DelegationEvidence {
  name: string;
  sha256: string;
  mediaType?: string;
}

/** A mandate (委托) to an agency or a power of attorney (授权委托书) to a person. It ends once and is never erased. */
@Entity('delegations')
export class Delegation {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text') kind!: 'mandate' | 'power';
  /** For whom is acted. */
  @Column('uuid', { name: 'principal_id' }) principalId!: string;
  @Column('uuid', { name: 'agency_id', nullable: true }) agencyId!: string | null;
  @Column('uuid', { name: 'person_id', nullable: true }) personId!: string | null;
  @Column('text', { array: true }) acts!: DelegatedAct[];
  /** Null: every tender. */
  @Column('uuid', { name: 'tender_ids', array: true, nullable: true }) tenderIds!: string[] | null;
  @InstantColumn({ name: 'valid_from' }) validFrom!: Instant;
  @InstantColumn({ name: 'valid_to' }) validTo!: Instant;
  @Column('jsonb', { nullable: true }) evidence!: DelegationEvidence | null;
  @Column('uuid', { name: 'granted_by' }) grantedBy!: string;
  @InstantColumn({ name: 'granted_at' }) grantedAt!: Instant;
  @Column('uuid', { name: 'ended_by', nullable: true }) endedBy!: string | null;
  @InstantColumn({ name: 'ended_at', nullable: true }) endedAt!: Instant | null;
}
