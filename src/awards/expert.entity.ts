import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Category } from '../rules/art-47-scope.js';
import type { Instant } from '../rules/moment.js';
import type { Text } from '../tenders/tender.entity.js';

/** A person of the pool of experts (评审专家库), who evaluates where the lot falls on it. */
@Entity('experts')
export class Expert {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  /** Of the platform, with the role of an evaluator. */
  @Column('uuid', { name: 'membership_id' }) membershipId!: string;
  @Column('text', { array: true }) categories!: Category[];
  /** Codes of the item catalogue (品目) with all below them; none: every class of the categories. */
  @Column('text', { name: 'item_classes', array: true }) itemClasses!: string[];
  /** Where the employer is registered here. */
  @Column('uuid', { name: 'employer_id', nullable: true }) employerId!: string | null;
  @Column('jsonb', { nullable: true }) employer!: Text | null;
  @Column('uuid', { name: 'registered_by' }) registeredBy!: string;
  @InstantColumn({ name: 'registered_at' }) registeredAt!: Instant;
  @Column('uuid', { name: 'ended_by', nullable: true }) endedBy!: string | null;
  @InstantColumn({ name: 'ended_at', nullable: true }) endedAt!: Instant | null;
}
