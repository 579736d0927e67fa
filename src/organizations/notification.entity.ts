import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Language } from '../platform/mail-text.js';
import type { Instant } from '../rules/moment.js';

/** Where a kind of news goes. The inbox always has it: it is the proof of delivery (art. 61). */
export const notificationChannels = ['inbox', 'inbox-and-mail'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

export const digests = ['none', 'daily'] as const;
export type Digest = (typeof digests)[number];

/** What a person wants by mail beside its inbox. */
@Entity('notification_settings')
export class NotificationSettings {
  /** The person's. */
  @PrimaryColumn('uuid', { name: 'person_id' }) id!: string;
  @Column('int') version!: number;
  @Column('text', { nullable: true }) email!: string | null;
  @InstantColumn({ name: 'email_verified_at', nullable: true }) emailVerifiedAt!: Instant | null;
  @Column('text') language!: Language;
  /** By the first word of an event's type, or by the whole type, which counts first. */
  @Column('jsonb') kinds!: Record<string, NotificationChannel>;
  @Column('text') digest!: Digest;
  @InstantColumn({ name: 'updated_at' }) updatedAt!: Instant;
}

/** A code sent to an address, by which a person shows that the mailbox is its own. */
@Entity('email_verifications')
export class EmailVerification {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('text') email!: string;
  /** Null until the mail with the code is sent. */
  @Column('bytea', { nullable: true }) salt!: Buffer | null;
  @Column('bytea', { name: 'code_hash', nullable: true }) codeHash!: Buffer | null;
  @Column('int') tries!: number;
  @InstantColumn({ name: 'requested_at' }) requestedAt!: Instant;
  @InstantColumn({ name: 'expires_at' }) expiresAt!: Instant;
  @InstantColumn({ name: 'confirmed_at', nullable: true }) confirmedAt!: Instant | null;
}
