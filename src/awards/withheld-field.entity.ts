import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { WithholdingReason } from '../rules/withholding.js';

/** A part of an answer that waits for its day (暂不告知). It is kept with its reason after its release, too. */
@Entity('withheld_fields')
export class WithheldField {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'debrief_id' }) debriefId!: string;
  @Column('text') field!: 'reasons' | 'advantages';
  @Column('text') reason!: WithholdingReason;
  @Column('jsonb', { nullable: true }) note!: Partial<Bilingual> | null;
  @Column('jsonb') content!: Partial<Bilingual>;
  /** The first day on which it may be read. */
  @DateColumn({ name: 'release_on' }) releaseOn!: CivilDate;
  /** When the clock releases it; null once it has. */
  @InstantColumn({ name: 'due_at', nullable: true }) dueAt!: Instant | null;
  @InstantColumn({ name: 'released_at', nullable: true }) releasedAt!: Instant | null;
  @Column('uuid', { name: 'withheld_by' }) withheldBy!: string;
  @InstantColumn({ name: 'withheld_at' }) withheldAt!: Instant;
}
