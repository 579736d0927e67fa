import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BidState } from '../rules/bid.machine.js';
import type { Breach } from '../rules/breach.js';
import { InstantColumn, MoneyColumn } from '../platform/columns.js';
import type { BidContent } from './bid-payload.dto.js';

/** Why a bid could not be opened or read, and whose doing that is (电子招标投标办法 art. 31: by the bidder 视为撤销, by others 视为撤回). */
export interface BidDefect {
  cause: 'bidder' | 'platform';
  breach: Breach;
}

/** A bid (投标) as the opening found it; its life goes on here by `bidMachine`. Before the opening there is no row. */
@Entity('opened_bids')
export class OpenedBid {
  /** The id of the receipt it was sealed under. */
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('text') state!: BidState;
  @Column('text', { name: 'ciphertext_sha256' }) ciphertextSha256!: string;
  @InstantColumn({ name: 'received_at' }) receivedAt!: string;
  @InstantColumn({ name: 'opened_at' }) openedAt!: string;
  /** The version of the notice that it answers; null where it was opened before the platform kept that. */
  @Column('int', { name: 'notice_version', nullable: true }) noticeVersion!: number | null;
  /** CNY, two decimals; null for a defective bid, and for one of two envelopes until the second is opened. */
  @MoneyColumn({ nullable: true }) price!: string | null;
  /** Of a bid in two envelopes, what the first one says, without any price, until the second is opened. */
  @Column('jsonb', { nullable: true }) content!: BidContent | null;
  @Column('jsonb', { nullable: true }) defect!: BidDefect | null;
  /** The sealed price beside what was opened; null where the bid had one envelope. */
  @Column('text', { name: 'price_sha256', nullable: true }) priceSha256!: string | null;
  @Column('int', { name: 'price_bytes', nullable: true }) priceBytes!: number | null;
  @InstantColumn({ name: 'price_opened_at', nullable: true }) priceOpenedAt!: string | null;
}
