import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { VerificationDecision } from './organization.entity.js';

/** A paper somebody relied on, by its hash. */
export interface Evidence {
  sha256: string;
  title: { zh: string; en?: string };
}

/** One finding of a registrar (核验), or the organisation's request for one. Append-only. */
@Entity('verifications')
export class Verification {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'organization_id' }) organizationId!: string;
  @Column('text') decision!: VerificationDecision | 'requested';
  /** On what papers or registers it rests; of a request: what the organisation says. */
  @Column('jsonb') basis!: { zh: string; en?: string };
  @Column('jsonb', { nullable: true }) reason!: Bilingual | null;
  @Column('jsonb') evidence!: Evidence[];
  @Column('uuid', { name: 'decided_by' }) decidedBy!: string;
  @InstantColumn({ name: 'decided_at' }) decidedAt!: Instant;
}
