import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { Text } from '../tenders/tender.entity.js';
import type { Draw, DrawEntry } from './draw.js';

/** The committee (评审委员会) of a round of evaluation, with the record of its draw; confidential until the award. */
@Entity('committees')
export class Committee {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('int') round!: number;
  @Column('int') size!: number;
  /** When it is to meet (评审时间); nobody is absent before. */
  @InstantColumn({ name: 'session_at' }) sessionAt!: Instant;
  @Column('jsonb') draw!: Draw;
  @Column('uuid', { name: 'drawn_by' }) drawnBy!: string;
  @InstantColumn({ name: 'drawn_at' }) drawnAt!: Instant;
}

export const leavingGrounds = ['conflict', 'recusal', 'absence'] as const;
export type LeavingGround = (typeof leavingGrounds)[number];

/** A seat, as long as somebody has it; the next one of the draw is called for who left. */
@Entity('committee_members')
export class CommitteeMember {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'committee_id' }) committeeId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('int') round!: number;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('text') kind!: 'expert' | 'representative';
  /** Its line of the draw; null for who represents the procuring entity. */
  @Column('jsonb', { nullable: true }) entry!: DrawEntry | null;
  @Column('text') state!: 'called' | 'left';
  @InstantColumn({ name: 'called_at' }) calledAt!: Instant;
  /** The member whose seat it took. */
  @Column('uuid', { name: 'called_for', nullable: true }) calledFor!: string | null;
  @Column('text', { name: 'left_ground', nullable: true }) leftGround!: LeavingGround | null;
  @Column('jsonb', { name: 'left_reasons', nullable: true }) leftReasons!: Text | null;
  @Column('uuid', { name: 'left_by', nullable: true }) leftBy!: string | null;
  @InstantColumn({ name: 'left_at', nullable: true }) leftAt!: Instant | null;
}

/** A bidder asks that somebody does not evaluate (回避申请, 采购法 art. 12); the procuring entity decides in writing. */
@Entity('recusal_requests')
export class RecusalRequest {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  /** By name: who sits on the committee is confidential. */
  @Column('text', { name: 'person_name' }) personName!: string;
  @Column('jsonb') reasons!: Text;
  @Column('jsonb') evidence!: string[];
  @Column('text') state!: 'requested' | 'granted' | 'rejected';
  @Column('uuid', { name: 'requested_by' }) requestedBy!: string;
  @InstantColumn({ name: 'requested_at' }) requestedAt!: Instant;
  @Column('uuid', { name: 'member_id', nullable: true }) memberId!: string | null;
  @Column('jsonb', { name: 'decision_reasons', nullable: true }) decisionReasons!: Bilingual | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
}
