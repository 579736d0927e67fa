import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { ProceedingKind } from '../rules/outside-proceedings.js';
import type { PartyText } from './challenge.entity.js';
import type { ProceedingResult } from './decision.dto.js';

export interface ProceedingOutcome {
  result: ProceedingResult;
  statement: PartyText;
  evidence: string[];
}

/** Reconsideration or litigation against a decision (行政复议、行政诉讼): it goes on elsewhere, and while it does the record is held. */
@Entity('outside_proceedings')
export class OutsideProceeding {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('int') number!: number;
  @Column('text') kind!: ProceedingKind;
  @Column('jsonb') authority!: PartyText;
  @Column('text') reference!: string;
  @DateColumn({ name: 'filed_on' }) filedOn!: CivilDate;
  @Column('jsonb') evidence!: string[];
  @Column('uuid', { name: 'recorded_by' }) recordedBy!: string;
  @Column('uuid', { name: 'recorded_for' }) recordedFor!: string;
  @InstantColumn({ name: 'recorded_at' }) recordedAt!: Instant;
  @Column('jsonb', { nullable: true }) outcome!: ProceedingOutcome | null;
  @DateColumn({ name: 'ended_on', nullable: true }) endedOn!: CivilDate | null;
  @Column('uuid', { name: 'ended_by', nullable: true }) endedBy!: string | null;
  @InstantColumn({ name: 'ended_at', nullable: true }) endedAt!: Instant | null;
}
