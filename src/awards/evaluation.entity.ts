import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { EvaluationFinding } from './evaluation-outcome.js';
import type { ReportContent } from './lot-outcomes.js';

/** Whether a person stands in a conflict of interest (利益冲突) in a tender. A conflict once declared stays. */
@Entity('conflict_declarations')
export class ConflictDeclaration {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('uuid', { name: 'organization_id', nullable: true }) organizationId!: string | null;
  @Column('boolean', { name: 'has_conflict' }) hasConflict!: boolean;
  @Column('jsonb', { nullable: true }) details!: Partial<Bilingual> | null;
  @InstantColumn({ name: 'declared_at' }) declaredAt!: Instant;
}

/** What one evaluator found, once per round; a round ends with its report. */
@Entity('evaluations')
export class Evaluation {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('int') round!: number;
  @Column('uuid', { name: 'evaluator_id' }) evaluatorId!: string;
  @Column('jsonb') findings!: EvaluationFinding[];
  @InstantColumn({ name: 'submitted_at' }) submittedAt!: Instant;
}

/** The evaluation report (评审报告): the ranking, the prices compared, who was rejected and why. */
@Entity('evaluation_reports')
export class EvaluationReport {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('int') round!: number;
  @Column('text') state!: 'valid' | 'set-aside';
  @Column('jsonb') report!: ReportContent;
  @InstantColumn({ name: 'recorded_at' }) recordedAt!: Instant;
}
