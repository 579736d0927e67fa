import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { RedFlagKind } from '../rules/red-flags.js';

/** Something in a procurement that a person is to look at (风险提示): never a verdict. */
@Entity('red_flags')
export class RedFlagRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('text') kind!: RedFlagKind;
  /** SHA-256 of what it is about: the same is found once. */
  @Column('text') key!: string;
  @Column('jsonb') facts!: Record<string, unknown>;
  @Column('jsonb') text!: Bilingual;
  @InstantColumn({ name: 'found_at' }) foundAt!: Instant;
  @Column('uuid', { name: 'closed_by', nullable: true }) closedBy!: string | null;
  @InstantColumn({ name: 'closed_at', nullable: true }) closedAt!: Instant | null;
  /** What was found when it was looked into. */
  @Column('jsonb', { nullable: true }) closing!: { zh: string; en?: string } | null;
}
