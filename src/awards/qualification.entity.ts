import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual, Breaches } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';

export interface QualificationFinding {
  bidId: string;
  qualified: boolean;
  reasons?: Partial<Bilingual>;
}

/** Who qualifies (资格审查), as one evaluator found it, once per stage; a stage ends with its verdicts. */
@Entity('qualification_findings')
export class QualificationFindings {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('int') stage!: number;
  /** Of the evaluation: the committee that judges is its. */
  @Column('int') round!: number;
  @Column('uuid', { name: 'evaluator_id' }) evaluatorId!: string;
  @Column('jsonb') findings!: QualificationFinding[];
  @InstantColumn({ name: 'submitted_at' }) submittedAt!: Instant;
}

/** Whether a bid's price is opened. Of several on one bid the latest counts. */
@Entity('qualification_verdicts')
export class QualificationVerdict {
  @PrimaryColumn('uuid', { name: 'tender_id' }) tenderId!: string;
  @PrimaryColumn('int') stage!: number;
  @PrimaryColumn('uuid', { name: 'bid_id' }) bidId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('boolean') qualified!: boolean;
  @Column('int', { name: 'rejected_by' }) rejectedBy!: number;
  @Column('int') evaluators!: number;
  @Column('jsonb') reasons!: Partial<Bilingual>[];
  /** Breaches of contract for which the supplier was excluded (art. 54). */
  @Column('jsonb') exclusions!: string[];
  /** What the law itself finds of the bid. */
  @Column('jsonb') breaches!: Breaches;
  @InstantColumn({ name: 'decided_at' }) decidedAt!: Instant;
}

/** From when on the prices of a stage may be opened, as bidders were told. */
@Entity('price_openings')
export class PriceOpening {
  @PrimaryColumn('uuid', { name: 'tender_id' }) tenderId!: string;
  @PrimaryColumn('int') stage!: number;
  @InstantColumn({ name: 'opens_at' }) opensAt!: Instant;
  @Column('uuid', { name: 'announced_by' }) announcedBy!: string;
  @InstantColumn({ name: 'announced_at' }) announcedAt!: Instant;
}
