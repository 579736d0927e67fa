import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn, MoneyColumn } from '../platform/columns.js';
import type { Bilingual, Breaches, Derivation } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { Text } from '../tenders/tender.entity.js';

export interface ContractPeriod {
  startsOn: CivilDate;
  endsOn: CivilDate;
  /** Up to when it may be extended, as the tender announced. */
  maxExtentOn?: CivilDate;
}

export interface ContractCompletion {
  kind: 'acceptance' | 'termination';
  on: CivilDate;
  statement?: Partial<Bilingual>;
}

/** The contract (采购合同) signed on an award, at the price of the bid. */
@Entity('contracts')
export class Contract {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'award_id' }) awardId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('text') state!: 'signed' | 'accepted' | 'terminated';
  @Column('text', { nullable: true }) number!: string | null;
  @Column('jsonb', { nullable: true }) title!: Text | null;
  @Column('jsonb', { nullable: true }) description!: Text | null;
  @MoneyColumn() amount!: string;
  @Column('jsonb', { nullable: true }) period!: ContractPeriod | null;
  /** 采购法 art. 46: why it was signed after its thirty days; null where it was signed within them. */
  @Column('jsonb', { name: 'late_reason', nullable: true }) lateReason!: Partial<Bilingual> | null;
  @Column('jsonb') warnings!: Breaches;
  @Column('uuid', { name: 'signed_by' }) signedBy!: string;
  @InstantColumn({ name: 'signed_at' }) signedAt!: Instant;
  /** 实施条例 art. 50: the last day for publishing the contract; null while its calendar is missing. */
  @DateColumn({ name: 'publish_by', nullable: true }) publishBy!: CivilDate | null;
  @Column('jsonb', { name: 'publish_by_derivation' }) publishByDerivation!: Derivation;
  @InstantColumn({ name: 'published_at' }) publishedAt!: Instant;
  @Column('int', { name: 'notice_version' }) noticeVersion!: number;
  @Column('jsonb', { nullable: true }) completion!: ContractCompletion | null;
  @DateColumn({ name: 'completed_on', nullable: true }) completedOn!: CivilDate | null;
}

/** A breach of contract on record, from which an exclusion under art. 54 may follow. */
@Entity('contract_breaches')
export class ContractBreach {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'contract_id' }) contractId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @DateColumn({ name: 'breached_on' }) breachedOn!: CivilDate;
  @Column('boolean') material!: boolean;
  @Column('boolean', { name: 'remedied_in_time' }) remediedInTime!: boolean;
  @Column('jsonb') evidence!: string[];
  @Column('jsonb') description!: Partial<Bilingual>;
  @Column('uuid', { name: 'recorded_by' }) recordedBy!: string;
  @InstantColumn({ name: 'recorded_at' }) recordedAt!: Instant;
}
