import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { Breaches, Derivation } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { Text } from './tender.entity.js';

export const enquiryTopics = [
  'documents',
  'qualification',
  'specifications',
  'evaluation',
  'contract',
  'procedure',
  'other',
] as const;
export type EnquiryTopic = (typeof enquiryTopics)[number];

/** In whichever language the asker writes. */
export interface EnquiryText {
  zh?: string;
  en?: string;
}

/** What the question is about: the applications of a prequalification, or the bids. */
export type EnquiryStage = 'applications' | 'bids';

/** A question of a supplier whom nobody knows (询问), public at once, answered once and to everybody (答复). */
@Entity('enquiries')
export class Enquiry {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('text') stage!: EnquiryStage;
  /** A keyed hash, never shown. */
  @Column('bytea') author!: Buffer;
  @Column('text', { nullable: true }) topic!: EnquiryTopic | null;
  @Column('jsonb') text!: EnquiryText;
  @InstantColumn({ name: 'asked_at' }) askedAt!: Instant;
  /** Null while the calendar of its year is missing (rulebook P11). */
  @DateColumn({ name: 'answer_due_on', nullable: true }) answerDueOn!: CivilDate | null;
  @Column('jsonb', { name: 'answer_due' }) answerDue!: Derivation;
  @Column('jsonb', { nullable: true }) answer!: Text | null;
  @Column('jsonb') warnings!: Breaches;
  @Column('uuid', { name: 'answered_by', nullable: true }) answeredBy!: string | null;
  @InstantColumn({ name: 'answered_at', nullable: true }) answeredAt!: Instant | null;
}
