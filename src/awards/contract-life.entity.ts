import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn, MoneyColumn } from '../platform/columns.js';
import type { Breaches, Derivation } from '../rules/breach.js';
import type { ChangeMatter } from '../rules/contract-life.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { Text } from '../tenders/tender.entity.js';

/** A change of a contract (合同变更). One that adds to the amount is published by another person than the one who proposed it. */
@Entity('contract_changes')
export class ContractChange {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'contract_id' }) contractId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  /** Counted in the contract, from 1. */
  @Column('int') number!: number;
  @Column('text') state!: 'proposed' | 'published' | 'rejected';
  @Column('text', { array: true }) touches!: ChangeMatter[];
  /** The clause of the contract or article of the law that it rests on. */
  @Column('text') basis!: string;
  @Column('jsonb') description!: Text;
  @Column('jsonb') reasons!: Text;
  /** What it adds to the amount (追加采购金额). */
  @MoneyColumn() added!: string;
  @Column('uuid', { name: 'proposed_by' }) proposedBy!: string;
  @InstantColumn({ name: 'proposed_at' }) proposedAt!: Instant;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
  @Column('jsonb', { nullable: true }) rejection!: Text | null;
  @Column('int', { name: 'notice_version', nullable: true }) noticeVersion!: number | null;
}

export const participantSides = ['procurer', 'supplier', 'user', 'expert', 'inspection-body'] as const;
export const acceptanceExtents = ['partial', 'final'] as const;
export const acceptanceOutcomes = ['accepted', 'accepted-with-defects', 'refused'] as const;

export interface AcceptanceParticipant {
  name: string;
  organization: string;
  side: (typeof participantSides)[number];
}

/** A report of acceptance (验收书, 采购法 art. 41). Append-only: what was refused is accepted by another report. */
@Entity('contract_acceptances')
export class ContractAcceptance {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'contract_id' }) contractId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('int') number!: number;
  @Column('text') extent!: (typeof acceptanceExtents)[number];
  @Column('text') outcome!: (typeof acceptanceOutcomes)[number];
  @DateColumn({ name: 'held_on' }) heldOn!: CivilDate;
  /** What was accepted or refused. */
  @Column('jsonb') subject!: Text;
  @Column('jsonb') participants!: AcceptanceParticipant[];
  @Column('jsonb') findings!: { requirement: string; met: boolean; note: Text | null }[];
  /** Until when defects are to be remedied. */
  @DateColumn({ name: 'remedy_by', nullable: true }) remedyBy!: CivilDate | null;
  @Column('uuid', { name: 'recorded_by' }) recordedBy!: string;
  @InstantColumn({ name: 'recorded_at' }) recordedAt!: Instant;
}

/** A payment of a contract (合同付款): planned by one person, approved by another, then made. */
@Entity('contract_payments')
export class ContractPayment {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'contract_id' }) contractId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('int') number!: number;
  @Column('text') state!: 'planned' | 'approved' | 'paid';
  @Column('jsonb') title!: Text;
  @MoneyColumn() amount!: string;
  @Column('boolean', { name: 'is_final' }) isFinal!: boolean;
  /** Why the contract is paid in less than its amount; of the final payment alone. */
  @Column('jsonb', { nullable: true }) deduction!: Text | null;
  @DateColumn({ name: 'due_on' }) dueOn!: CivilDate;
  @Column('jsonb') due!: Derivation;
  /** When the clock notices that it is overdue; null once noticed or paid. */
  @InstantColumn({ name: 'due_at', nullable: true }) dueAt!: Instant | null;
  @Column('uuid', { name: 'planned_by' }) plannedBy!: string;
  @InstantColumn({ name: 'planned_at' }) plannedAt!: Instant;
  @Column('uuid', { name: 'approved_by', nullable: true }) approvedBy!: string | null;
  @InstantColumn({ name: 'approved_at', nullable: true }) approvedAt!: Instant | null;
  @Column('jsonb', { nullable: true }) payment!: { on: CivilDate; reference: string | null; warnings: Breaches } | null;
  @Column('uuid', { name: 'paid_by', nullable: true }) paidBy!: string | null;
  @InstantColumn({ name: 'paid_at', nullable: true }) paidAt!: Instant | null;
}
