import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { Derivation } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';

export type CaseKind = 'challenge' | 'complaint';

/** Something that somebody owes in a case by a last day: `challenge.reply`. A later derivation ends the row and begins another. */
@Entity('watched_deadlines')
export class WatchedDeadline {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'case_kind' }) caseKind!: CaseKind;
  @Column('uuid', { name: 'case_id' }) caseId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('text') kind!: string;
  @Column('uuid', { name: 'owed_by' }) owedBy!: string;
  /** A right that ends, or a measure: nobody is late with it. */
  @Column('boolean', { name: 'reminder_only' }) reminderOnly!: boolean;
  @Column('jsonb') derivation!: Derivation;
  @DateColumn({ name: 'last_day', nullable: true }) lastDay!: CivilDate | null;
  /** The first instant at which it is late; null while a calendar year is missing. */
  @InstantColumn({ name: 'closes_at', nullable: true }) closesAt!: Instant | null;
  /** When the clock does something next. */
  @InstantColumn({ name: 'due_at', nullable: true }) dueAt!: Instant | null;
  @InstantColumn({ name: 'watched_at' }) watchedAt!: Instant;
  @InstantColumn({ name: 'reminded_at', nullable: true }) remindedAt!: Instant | null;
  @InstantColumn({ name: 'overdue_at', nullable: true }) overdueAt!: Instant | null;
  @InstantColumn({ name: 'ended_at', nullable: true }) endedAt!: Instant | null;
  @Column('text', { nullable: true }) outcome!: 'met' | 'dropped' | 'replaced' | null;
}
