import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';

/** What keeps a procurement's record beyond its time (档案保全, art. 57), by its number in the procurement. */
@Entity('legal_holds')
export class LegalHold {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('int') number!: number;
  /** `order`: an authority asked for it, and another person releases it; `proceedings`: it ends with proceedings elsewhere. */
  @Column('text', { name: 'cause_kind' }) causeKind!: 'order' | 'proceedings';
  @Column('uuid', { name: 'cause_id', nullable: true }) causeId!: string | null;
  @Column('jsonb') reason!: { zh: string; en?: string };
  /** The court or authority that wants the record kept. */
  @Column('jsonb') authority!: { zh: string; en?: string };
  /** The number of its letter or case. */
  @Column('text') reference!: string;
  @Column('uuid', { name: 'placed_by' }) placedBy!: string;
  @InstantColumn({ name: 'placed_at' }) placedAt!: Instant;
  @Column('uuid', { name: 'released_by', nullable: true }) releasedBy!: string | null;
  @InstantColumn({ name: 'released_at', nullable: true }) releasedAt!: Instant | null;
  @Column('jsonb', { name: 'release_reason', nullable: true }) releaseReason!: Bilingual | null;
}
