import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, MoneyColumn } from '../platform/columns.js';
import type { InquiryClass } from '../rules/inquiries.js';
import type { Instant } from '../rules/moment.js';
import type { CorrectionGround } from '../rules/price-correction.js';
import type { Text } from '../tenders/tender.entity.js';

/** What a committee asks bidders about their bids (澄清、说明、补正; a low price: 书面说明), with one due date for all. */
@Entity('inquiries')
export class Inquiry {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('int') round!: number;
  @Column('text') class!: InquiryClass;
  @Column('jsonb') question!: Text;
  @InstantColumn({ name: 'due_at' }) dueAt!: Instant;
  @Column('uuid', { name: 'asked_by' }) askedBy!: string;
  @InstantColumn({ name: 'asked_at' }) askedAt!: Instant;
}

/** What the platform itself computed: the price as the rule corrects it, or why it is abnormally low. */
export interface InquiryFinding {
  ground?: CorrectionGround;
  corrected?: string;
  lowPrice?: string[];
}

export interface InquiryReply {
  text: Text;
  /** Whether the bidder confirms the corrected price; null where the inquiry is not about one. */
  confirmsPrice: boolean | null;
  evidence: string[];
}

/** One bid that was asked, its bidder's answer, and what the committee made of it. */
@Entity('inquiry_bids')
export class InquiryBid {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'inquiry_id' }) inquiryId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('int') round!: number;
  @Column('text') class!: InquiryClass;
  @Column('uuid', { name: 'bid_id' }) bidId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('jsonb', { nullable: true }) finding!: InquiryFinding | null;
  @InstantColumn({ name: 'due_at' }) dueAt!: Instant;
  @Column('text') state!: 'asked' | 'answered' | 'accepted' | 'refused';
  @Column('jsonb', { nullable: true }) answer!: InquiryReply | null;
  @Column('uuid', { name: 'answered_by', nullable: true }) answeredBy!: string | null;
  @InstantColumn({ name: 'answered_at', nullable: true }) answeredAt!: Instant | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
}

/** A member's view of a bid that was asked. */
@Entity('inquiry_opinions')
export class InquiryOpinion {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'inquiry_bid_id' }) inquiryBidId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('boolean') accepts!: boolean;
  @Column('jsonb') reasons!: Text;
  @InstantColumn({ name: 'given_at' }) givenAt!: Instant;
}

/** What a bid costs once its bidder confirmed the price as the rule corrects it; the price read out stays in the minutes. */
@Entity('price_corrections')
export class ConfirmedCorrection {
  @PrimaryColumn('uuid', { name: 'bid_id' }) bidId!: string;
  @Column('uuid', { name: 'inquiry_bid_id' }) inquiryBidId!: string;
  @MoneyColumn({ name: 'read_out' }) readOut!: string;
  @MoneyColumn() corrected!: string;
  @Column('text') ground!: CorrectionGround;
  @InstantColumn({ name: 'corrected_at' }) correctedAt!: Instant;
}
