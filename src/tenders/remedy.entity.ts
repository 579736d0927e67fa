import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { Bilingual, Derivation } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { RemedyKind } from '../rules/ordered-remedies.js';

/** What shows that a remedy is done: a row of the procurement, or the reviewer who found it. */
export interface RemedyDoneBy {
  kind: string;
  id: string;
  /** Of a reviewer. */
  reasons?: Bilingual;
}

/** What a ruling ordered (处理措施), followed until it is done. */
@Entity('ordered_remedies')
export class OrderedRemedy {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  /** Its place in the ruling, from 1. */
  @Column('int') number!: number;
  @Column('text') kind!: RemedyKind;
  /** The lots that it is about; null: all of them. */
  @Column('text', { name: 'lot_ids', array: true, nullable: true }) lotIds!: string[] | null;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'complainant_id' }) complainantId!: string;
  @Column('uuid', { name: 'review_body_id' }) reviewBodyId!: string;
  @Column('text') state!: 'open' | 'overdue' | 'done';
  @InstantColumn({ name: 'ordered_at' }) orderedAt!: Instant;
  /** The last day; null while a calendar year is missing. */
  @DateColumn({ name: 'due_on', nullable: true }) dueOn!: CivilDate | null;
  @Column('jsonb') due!: Derivation;
  @InstantColumn({ name: 'due_at', nullable: true }) dueAt!: Instant | null;
  @InstantColumn({ name: 'done_at', nullable: true }) doneAt!: Instant | null;
  @Column('jsonb', { name: 'done_by', nullable: true }) doneBy!: RemedyDoneBy | null;
}
