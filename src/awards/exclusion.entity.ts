import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual, Derivation } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { ExclusionState } from '../tenders/exclusions.js';
import type { Text } from '../tenders/tender.entity.js';

/** What the supplier says to it (陈述), and the remedy it took (补救措施), if any. */
export interface BreachStatementText {
  text: Text;
  remedy?: Text;
  evidence: string[];
}

export interface ExclusionDecision {
  exclude: boolean;
  reasons: Bilingual;
  /** Whether a reasonable remedy came in time; null where neither the record nor the supplier speaks of one. */
  remediedInTime: boolean | null;
}

/** Art. 54: the intended exclusion of one supplier from one procurement (拟拒绝参与), its hearing and its decision. */
@Entity('exclusions')
export class Exclusion {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  /** One of the two: the opened bid, or the application for prequalification. */
  @Column('uuid', { name: 'bid_id', nullable: true }) bidId!: string | null;
  @Column('uuid', { name: 'application_id', nullable: true }) applicationId!: string | null;
  @Column('uuid', { name: 'breach_id' }) breachId!: string;
  @Column('text') state!: ExclusionState;
  @Column('jsonb') reasons!: Bilingual;
  @Column('uuid', { name: 'notified_by' }) notifiedBy!: string;
  @InstantColumn({ name: 'notified_at' }) notifiedAt!: Instant;
  @Column('jsonb', { name: 'statement_due' }) statementDue!: Derivation;
  /** The first instant at which a statement is late; null while its calendar is missing. */
  @InstantColumn({ name: 'statement_ends_at', nullable: true }) statementEndsAt!: Instant | null;
  @Column('jsonb', { nullable: true }) statement!: BreachStatementText | null;
  @Column('uuid', { name: 'stated_by', nullable: true }) statedBy!: string | null;
  @InstantColumn({ name: 'stated_at', nullable: true }) statedAt!: Instant | null;
  @Column('jsonb', { nullable: true }) decision!: ExclusionDecision | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
}

/** The supplier's word on a breach on record, said once. */
@Entity('breach_statements')
export class BreachStatement {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'breach_id' }) breachId!: string;
  @Column('jsonb') statement!: BreachStatementText;
  @Column('uuid', { name: 'stated_by' }) statedBy!: string;
  @InstantColumn({ name: 'stated_at' }) statedAt!: Instant;
}
