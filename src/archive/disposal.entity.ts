import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';

export const disposalStates = ['proposed', 'approved', 'refused', 'stopped', 'destroying', 'executed'] as const;
export type DisposalState = (typeof disposalStates)[number];

/** Which procurement it was: what stays known of it (墓碑信息). */
export interface Tombstone {
  referenceNumber: string;
  ocid: string;
  procurerId: string;
}

/** How much was destroyed, and the SHA-256 of the leaf hashes of all its entries, in their order. */
export interface Destroyed {
  entries: number;
  leavesSha256: string;
  rows: number;
  payloads: number;
  answers: number;
}

/** The destruction of a record whose time is over (档案销毁, art. 57): proposed, approved by two others, executed by the worker. */
@Entity('disposals')
export class Disposal {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  /** `stopped`: a legal hold came, or something else that keeps the record. */
  @Column('text') state!: DisposalState;
  @Column('jsonb') tombstone!: Tombstone;
  @Column('jsonb') reason!: Bilingual;
  @DateColumn({ name: 'ended_on' }) endedOn!: CivilDate;
  @DateColumn({ name: 'retained_until' }) retainedUntil!: CivilDate;
  /** The clock's own id where nobody did. */
  @Column('uuid', { name: 'proposed_by' }) proposedBy!: string;
  @InstantColumn({ name: 'proposed_at' }) proposedAt!: Instant;
  @Column('uuid', { name: 'refused_by', nullable: true }) refusedBy!: string | null;
  @Column('jsonb', { nullable: true }) refusal!: Bilingual | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
  @Column('jsonb', { nullable: true }) destroyed!: Destroyed | null;
  /** When the marks of its files were taken off, so that whoever keeps one of them anew is seen. */
  @InstantColumn({ name: 'loosened_at', nullable: true }) loosenedAt!: Instant | null;
  @InstantColumn({ name: 'executed_at', nullable: true }) executedAt!: Instant | null;
}
