import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Instant } from '../rules/moment.js';

export const noticeKinds = [
  'tender',
  'amendment',
  'award',
  'cancellation',
  'failure',
  'opening-minutes',
  'contract',
  'contract-change',
  'contract-refusal',
  'prequalification',
  'invitation',
  'single-source',
  'correction',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** A public notice (公告). Append-only: a change is another version. */
@Entity('tender_notices')
export class TenderNotice {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('int') version!: number;
  @Column('text') kind!: NoticeKind;
  @InstantColumn({ name: 'published_at' }) publishedAt!: Instant;
  @Column('jsonb') content!: Record<string, unknown>;
  /** Hex SHA-256 of the content's RFC 8785 form. */
  @Column('text', { name: 'content_sha256' }) contentSha256!: string;
}
