import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual, Derivation } from '../rules/breach.js';
import type { ForfeitureGround, ForfeitureState } from '../rules/forfeiture.js';
import type { Instant } from '../rules/moment.js';
import type { Text } from '../tenders/tender.entity.js';

/** That a security is to be kept (拟不予退还保证金), its hearing and its decision. */
@Entity('security_forfeitures')
export class Forfeiture {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'security_id' }) securityId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('text') state!: ForfeitureState;
  @Column('text') ground!: ForfeitureGround;
  @Column('jsonb') reasons!: Bilingual;
  /** References or SHA-256 of documents. */
  @Column('jsonb') evidence!: string[];
  @Column('uuid', { name: 'notified_by' }) notifiedBy!: string;
  @InstantColumn({ name: 'notified_at' }) notifiedAt!: Instant;
  @Column('jsonb', { name: 'statement_due' }) statementDue!: Derivation;
  @Column('jsonb', { nullable: true }) statement!: { text: Text; evidence: string[] } | null;
  @Column('uuid', { name: 'stated_by', nullable: true }) statedBy!: string | null;
  @InstantColumn({ name: 'stated_at', nullable: true }) statedAt!: Instant | null;
  @Column('jsonb', { nullable: true }) decision!: { forfeit: boolean; reasons: Bilingual } | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
}

export interface ForfeitureAnswer extends Omit<Forfeiture, 'notifiedBy' | 'statedBy' | 'decidedBy' | 'statementDue'> {
  /** The last day for the supplier's statement; null while its calendar is missing. */
  statementDueOn: string | null;
  derivation: Derivation;
}

export function presentForfeiture(forfeiture: Forfeiture): ForfeitureAnswer {
  const { notifiedBy: _author, statedBy: _speaker, decidedBy: _decider, statementDue, ...shown } = forfeiture;
  return { ...shown, statementDueOn: statementDue.result, derivation: statementDue };
}
