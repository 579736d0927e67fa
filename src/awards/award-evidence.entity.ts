import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Instant } from '../rules/moment.js';
import type { DeclaredFact } from '../rules/self-declaration.js';
import type { Text } from '../tenders/tender.entity.js';

/** What the winner proves of its own declarations (中标人证明材料). Append-only. */
@Entity('award_evidence')
export class AwardEvidence {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'award_id' }) awardId!: string;
  @Column('text') fact!: DeclaredFact;
  @Column('jsonb') evidence!: string[];
  @Column('jsonb', { nullable: true }) note!: Text | null;
  @Column('uuid', { name: 'provided_by' }) providedBy!: string;
  @InstantColumn({ name: 'provided_at' }) providedAt!: Instant;
}
