import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Instant } from '../rules/moment.js';

/** Texts and criteria that an organisation uses again and again (采购文件模板). */
@Entity('tender_templates')
export class Template {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'organization_id' }) organizationId!: string;
  @Column('text') name!: string;
  @Column('jsonb') content!: Record<string, unknown>;
  @Column('uuid', { name: 'created_by' }) createdBy!: string;
  @InstantColumn({ name: 'created_at' }) createdAt!: Instant;
  @InstantColumn({ name: 'updated_at' }) updatedAt!: Instant;
  @InstantColumn({ name: 'deleted_at', nullable: true }) deletedAt!: Instant | null;
}
