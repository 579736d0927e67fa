import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Text } from './tender.entity.js';

/** A file that the public gets in the place of a document (脱敏版本): a new one of its own, with a link to the original. */
@Entity('document_redactions')
export class Redaction {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'document_id' }) documentId!: string;
  @Column('text') state!: 'proposed' | 'approved';
  @Column('text') name!: string;
  @Column('bigint') bytes!: number;
  @Column('text') sha256!: string;
  @Column('text') sha512!: string;
  @Column('jsonb') reason!: Text;
  @Column('uuid', { name: 'proposed_by' }) proposedBy!: string;
  @InstantColumn({ name: 'proposed_at' }) proposedAt!: string;
  @Column('uuid', { name: 'approved_by', nullable: true }) approvedBy!: string | null;
  @InstantColumn({ name: 'approved_at', nullable: true }) approvedAt!: string | null;
}
