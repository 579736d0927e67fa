import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn, MoneyColumn } from '../platform/columns.js';
import type { Category } from '../rules/art-47-scope.js';
import type { Breaches } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { Text } from './tender.entity.js';

export const plannedNoticeStates = ['draft', 'published', 'withdrawn'] as const;
export type PlannedNoticeState = (typeof plannedNoticeStates)[number];

/** What a planned notice says beside what everybody looks for in it. */
export interface PlannedNoticeContent {
  /** About when the bids will be due (预计截止日期). */
  plannedBidsCloseOn?: CivilDate;
  documentsAddress?: Text;
  /** That suppliers who are interested should say so (供应商意向登记). */
  expressionOfInterest?: Text;
  noEnglishReason?: string;
}

/** A notice of a planned procurement (采购意向公开). What everybody could read stays readable: each revision after that is a further version. */
@Entity('planned_notices')
export class PlannedNotice {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  /** The author: whoever publishes is another person. */
  @Column('uuid', { name: 'created_by' }) createdBy!: string;
  /** Who wrote a part of the draft later: they do not publish it either. */
  @Column('uuid', { name: 'revised_by', array: true }) revisedBy!: string[];
  @Column('text') state!: PlannedNoticeState;
  @Column('text') category!: Category;
  @Column('text', { name: 'item_class', nullable: true }) itemClass!: string | null;
  @Column('jsonb') title!: Text;
  @Column('jsonb') description!: Text;
  @Column('jsonb') content!: PlannedNoticeContent;
  @MoneyColumn({ nullable: true }) budget!: string | null;
  @DateColumn({ name: 'planned_notice_on' }) plannedNoticeOn!: CivilDate;
  @Column('jsonb') warnings!: Breaches;
  @Column('uuid', { name: 'published_by', nullable: true }) publishedBy!: string | null;
  @InstantColumn({ name: 'published_at', nullable: true }) publishedAt!: Instant | null;
  @Column('uuid', { name: 'withdrawn_by', nullable: true }) withdrawnBy!: string | null;
  @InstantColumn({ name: 'withdrawn_at', nullable: true }) withdrawnAt!: Instant | null;
  @Column('jsonb', { name: 'withdrawal_reason', nullable: true }) withdrawalReason!: Text | null;
  @Column('text', { name: 'search_text' }) searchText!: string;
  @InstantColumn({ name: 'created_at' }) createdAt!: Instant;
}
