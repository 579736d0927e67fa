import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual, Derivation } from '../rules/breach.js';
import type { RefusalGround, RefusalState } from '../rules/contract-refusal.js';
import type { Instant } from '../rules/moment.js';
import type { Text } from '../tenders/tender.entity.js';

/** That the winner does not sign (拒绝签订合同), its hearing and the finding. */
@Entity('contract_refusals')
export class ContractRefusal {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'award_id' }) awardId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('text', { name: 'lot_id', nullable: true }) lotId!: string | null;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('text') state!: RefusalState;
  @Column('text') ground!: RefusalGround;
  @Column('jsonb') reasons!: Bilingual;
  @Column('jsonb') evidence!: string[];
  @Column('uuid', { name: 'notified_by' }) notifiedBy!: string;
  @InstantColumn({ name: 'notified_at' }) notifiedAt!: Instant;
  @Column('jsonb', { name: 'statement_due' }) statementDue!: Derivation;
  @Column('jsonb', { nullable: true }) statement!: { text: Text; evidence: string[] } | null;
  @Column('uuid', { name: 'stated_by', nullable: true }) statedBy!: string | null;
  @InstantColumn({ name: 'stated_at', nullable: true }) statedAt!: Instant | null;
  @Column('jsonb', { nullable: true }) decision!: { refused: boolean; reasons: Bilingual } | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
  /** Of the notice by which everybody learns that the award has fallen; null unless it has. */
  @Column('int', { name: 'notice_version', nullable: true }) noticeVersion!: number | null;
}

export interface ContractRefusalAnswer extends Omit<ContractRefusal, 'notifiedBy' | 'statedBy' | 'decidedBy' | 'statementDue'> {
  /** The last day for the winner's statement; null while its calendar is missing. */
  statementDueOn: string | null;
  derivation: Derivation;
}

export function presentContractRefusal(refusal: ContractRefusal): ContractRefusalAnswer {
  const { notifiedBy: _author, statedBy: _speaker, decidedBy: _decider, statementDue, ...shown } = refusal;
  return { ...shown, statementDueOn: statementDue.result, derivation: statementDue };
}
