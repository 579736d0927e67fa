import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Instant } from '../rules/moment.js';
import type { Evidence } from './verification.entity.js';

/** A lost account (更换身份): the same person under another subject, once a second registrar has confirmed it. */
@Entity('access_recoveries')
export class AccessRecovery {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('text', { name: 'old_subject' }) oldSubject!: string;
  @Column('text', { name: 'new_subject' }) newSubject!: string;
  @Column('text') issuer!: string;
  @Column('jsonb') evidence!: Evidence[];
  @Column('jsonb') reason!: { zh: string; en?: string };
  @Column('text') state!: 'pending' | 'confirmed' | 'refused';
  @Column('uuid', { name: 'requested_by' }) requestedBy!: string;
  @InstantColumn({ name: 'requested_at' }) requestedAt!: Instant;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
  @Column('jsonb', { name: 'decision_reason', nullable: true }) decisionReason!: { zh: string; en?: string } | null;
}
