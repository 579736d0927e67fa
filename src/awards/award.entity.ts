import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn, MoneyColumn } from '../platform/columns.js';
import type { Bilingual, Breaches, Derivation } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { NonAwardCode } from '../rules/non-award.js';
import type { Text } from '../tenders/tender.entity.js';

/** The decision for one bid (定标), on the whole tender or on one lot, with its standstill; `set-aside` by a review authority, `refused` by its winner. */
@Entity('awards')
export class Award {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'report_id', nullable: true }) reportId!: string | null;
  /** Null, with the report, for a direct award: a single source has neither. */
  @Column('uuid', { name: 'bid_id', nullable: true }) bidId!: string | null;
  /** The lot that it decides; null where it is the whole tender. */
  @Column('text', { name: 'lot_id', nullable: true }) lotId!: string | null;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  /** The bid's own price, or the negotiated one: a deduction of art. 59 is for evaluation only. */
  @MoneyColumn() amount!: string;
  @Column('text') state!: 'active' | 'set-aside' | 'refused';
  @Column('jsonb') reasons!: Bilingual;
  @Column('jsonb') warnings!: Breaches;
  @Column('uuid', { name: 'decided_by' }) decidedBy!: string;
  @InstantColumn({ name: 'decided_at' }) decidedAt!: Instant;
  @Column('int', { name: 'notice_version' }) noticeVersion!: number;
  /** The last day of the result-notice period, from which art. 61 counts; null while its calendar is missing. */
  @DateColumn({ name: 'result_notice_ends_on', nullable: true }) resultNoticeEndsOn!: CivilDate | null;
  /** The last day of the standstill; null while a calendar is missing: it then does not end (rulebook P6). */
  @DateColumn({ name: 'standstill_ends_on', nullable: true }) standstillEndsOn!: CivilDate | null;
  /** The first instant at which a contract may be signed. */
  @InstantColumn({ name: 'standstill_ends_at', nullable: true }) standstillEndsAt!: Instant | null;
  @Column('jsonb') standstill!: Derivation;
}

/** A lot that nobody takes (标包未授标), with its coded reason. */
@Entity('lot_non_awards')
export class LotNonAward {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('text', { name: 'lot_id' }) lotId!: string;
  @Column('text') code!: NonAwardCode;
  @Column('jsonb') explanation!: Text;
  @Column('text') state!: 'active' | 'set-aside';
  @Column('uuid', { name: 'decided_by' }) decidedBy!: string;
  @InstantColumn({ name: 'decided_at' }) decidedAt!: Instant;
  @Column('int', { name: 'notice_version' }) noticeVersion!: number;
}

/** What an unsuccessful supplier learns of its own bid or application together with the answer. */
export interface OwnResult {
  rank: number | null;
  total: string | null;
  rejectedFor: Partial<Bilingual>[];
}

/** Art. 56: a request for reasons (未中标理由说明) and its answer. */
@Entity('debriefs')
export class Debrief {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  /** One of the two: the award, or the application that was not qualified or not shortlisted. */
  @Column('uuid', { name: 'award_id', nullable: true }) awardId!: string | null;
  @Column('uuid', { name: 'application_id', nullable: true }) applicationId!: string | null;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('text') state!: 'requested' | 'answered';
  @Column('uuid', { name: 'requested_by' }) requestedBy!: string;
  @InstantColumn({ name: 'requested_at' }) requestedAt!: Instant;
  @DateColumn({ name: 'due_on', nullable: true }) dueOn!: CivilDate | null;
  @Column('jsonb') due!: Derivation;
  /** When the clock notices that the answer is overdue; null once noticed or answered. */
  @InstantColumn({ name: 'due_at', nullable: true }) dueAt!: Instant | null;
  @Column('jsonb', { name: 'own_result' }) ownResult!: OwnResult;
  @Column('jsonb', { nullable: true }) answer!: { reasons?: Partial<Bilingual>; advantages?: Partial<Bilingual> } | null;
  @Column('uuid', { name: 'answered_by', nullable: true }) answeredBy!: string | null;
  @InstantColumn({ name: 'answered_at', nullable: true }) answeredAt!: Instant | null;
}
