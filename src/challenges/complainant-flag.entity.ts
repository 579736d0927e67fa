import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';

/** A finding for a person (提示): a supplier's complaints were not proven three times in twelve months. It bars nobody from anything. */
@Entity('complainant_flags')
export class ComplainantFlag {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  /** The authority whose decision was the last of them. */
  @Column('uuid', { name: 'review_body_id' }) reviewBodyId!: string;
  @Column('uuid', { name: 'complaint_ids', array: true }) complaintIds!: string[];
  @Column('text') state!: 'open' | 'closed';
  @InstantColumn({ name: 'raised_at' }) raisedAt!: Instant;
  /** What the reviewer found. */
  @Column('jsonb', { nullable: true }) reasons!: Bilingual | null;
  @Column('uuid', { name: 'closed_by', nullable: true }) closedBy!: string | null;
  @InstantColumn({ name: 'closed_at', nullable: true }) closedAt!: Instant | null;
}
