import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { Breaches, Derivation } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { Text } from './tender.entity.js';

export type ObjectionState = 'open' | 'upheld' | 'rejected';

/** A supplier's objection to the notice of a single source (单一来源公示异议), answered once by a supplementary review (补充论证). */
@Entity('single_source_objections')
export class Objection {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('text') state!: ObjectionState;
  @Column('jsonb') reasons!: Text;
  @Column('jsonb') evidence!: string[];
  @Column('uuid', { name: 'filed_by' }) filedBy!: string;
  @InstantColumn({ name: 'received_at' }) receivedAt!: Instant;
  /** Null while the calendar of its year is missing (rulebook P11). */
  @DateColumn({ name: 'review_due_on', nullable: true }) reviewDueOn!: CivilDate | null;
  @Column('jsonb', { name: 'review_due' }) reviewDue!: Derivation;
  @Column('jsonb', { nullable: true }) review!: { reasons: Text } | null;
  @Column('jsonb') warnings!: Breaches;
  @Column('uuid', { name: 'reviewed_by', nullable: true }) reviewedBy!: string | null;
  @InstantColumn({ name: 'reviewed_at', nullable: true }) reviewedAt!: Instant | null;
}
