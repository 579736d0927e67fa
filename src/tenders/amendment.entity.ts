import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Instant } from '../rules/moment.js';
import type { AmendmentBody } from './amendment.dto.js';
import type { NoticeChange } from './notice-changes.js';
import type { Text } from './tender.entity.js';

/** An amendment of a published tender's content (变更): proposed by one person, and where it is material published by another's approval. */
@Entity('tender_amendments')
export class TenderAmendment {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  /** The version of the tender it amends. */
  @Column('int', { name: 'base_version' }) baseVersion!: number;
  @Column('text') state!: 'proposed' | 'published' | 'rejected';
  @Column('jsonb') body!: AmendmentBody;
  /** What it changes in that version of the tender. */
  @Column('jsonb') changes!: NoticeChange[];
  @Column('boolean') material!: boolean;
  @Column('uuid', { name: 'proposed_by' }) proposedBy!: string;
  @InstantColumn({ name: 'proposed_at' }) proposedAt!: Instant;
  @Column('uuid', { name: 'approved_by', nullable: true }) approvedBy!: string | null;
  @InstantColumn({ name: 'approved_at', nullable: true }) approvedAt!: Instant | null;
  @Column('int', { name: 'notice_version', nullable: true }) noticeVersion!: number | null;
  /** Why it will not be published: withdrawn by its author, or refused by another. */
  @Column('jsonb', { nullable: true }) rejection!: Text | null;
  @Column('uuid', { name: 'rejected_by', nullable: true }) rejectedBy!: string | null;
  @InstantColumn({ name: 'rejected_at', nullable: true }) rejectedAt!: Instant | null;
}
