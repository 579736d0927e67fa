import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn, MoneyColumn } from '../platform/columns.js';
import type { Breaches } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { SecurityForm } from '../rules/securities.js';

/** A tender security (投标保证金), known since the opening of its bid, or a performance security (履约保证金) of a contract. */
@Entity('securities')
export class Security {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text') kind!: 'tender' | 'performance';
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  /** One of the two. */
  @Column('uuid', { name: 'bid_id', nullable: true }) bidId!: string | null;
  @Column('uuid', { name: 'contract_id', nullable: true }) contractId!: string | null;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('text') form!: SecurityForm;
  @Column('text') issuer!: string;
  @Column('text') number!: string;
  @MoneyColumn() amount!: string;
  @DateColumn({ name: 'valid_until' }) validUntil!: CivilDate;
  @InstantColumn({ name: 'recorded_at' }) recordedAt!: Instant;
  /** Null for one that the opening found. */
  @Column('uuid', { name: 'recorded_by', nullable: true }) recordedBy!: string | null;
  @Column('jsonb', { nullable: true }) refund!: { on: CivilDate; reference: string | null; warnings: Breaches } | null;
  @Column('uuid', { name: 'refunded_by', nullable: true }) refundedBy!: string | null;
  @InstantColumn({ name: 'refunded_at', nullable: true }) refundedAt!: Instant | null;
}
