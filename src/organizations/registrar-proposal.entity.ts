import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';

/** That somebody become a registrar (登记员任命): asked by one registrar, and confirmed by another where there is one. */
@Entity('registrar_proposals')
export class RegistrarProposal {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text') subject!: string;
  @Column('jsonb') name!: Bilingual;
  @Column('text') state!: 'proposed' | 'appointed' | 'refused';
  @Column('uuid', { name: 'proposed_by' }) proposedBy!: string;
  @InstantColumn({ name: 'proposed_at' }) proposedAt!: Instant;
  /** Null where the only registrar appointed alone. */
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
  @Column('jsonb', { nullable: true }) reason!: { zh: string; en?: string } | null;
  /** Of the registrar, by which it is let go; null unless it was appointed. */
  @Column('uuid', { name: 'membership_id', nullable: true }) membershipId!: string | null;
}
