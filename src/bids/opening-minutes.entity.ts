import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Envelope } from '../rules/custody.js';

/** The signed record of an opening (开标记录): the very bytes that were signed. */
@Entity('opening_minutes')
export class SignedMinutes {
  @PrimaryColumn('uuid', { name: 'tender_id' }) tenderId!: string;
  @PrimaryColumn('text') envelope!: Envelope;
  /** 1, and one more each time that further prices are opened. */
  @PrimaryColumn('int') stage!: number;
  @Column('uuid') id!: string;
  /** RFC 8785 JSON. */
  @Column('text') minutes!: string;
  @Column('text', { name: 'key_id' }) keyId!: string;
  /** base64url Ed25519 over the UTF-8 bytes of `minutes`. */
  @Column('text') signature!: string;
  @InstantColumn({ name: 'recorded_at' }) recordedAt!: string;
}
