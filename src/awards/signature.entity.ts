import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Instant } from '../rules/moment.js';
import type { Text } from '../tenders/tender.entity.js';

/** A member signs the report, agreeing or with its dissent (实施条例 art. 41). */
@Entity('report_signatures')
export class ReportSignature {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'report_id' }) reportId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('boolean') agrees!: boolean;
  @Column('jsonb', { nullable: true }) reasons!: Text | null;
  @InstantColumn({ name: 'signed_at' }) signedAt!: Instant;
}
