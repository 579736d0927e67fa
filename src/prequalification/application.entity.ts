import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { Outcome } from './application.dto.js';

/** A licence as it was when it was stated. */
export interface StatedLicence {
  id: string;
  type: string;
  number: string;
  issuer: { zh: string; en?: string };
  holder: string;
  validFrom: CivilDate;
  validTo: CivilDate | null;
}

export interface Statement {
  requirementId: string;
  text: string;
  licence: StatedLicence | null;
}

/** The decision on an application (资格审查决定). Append-only: the last one counts. */
@Entity('application_decisions')
export class ApplicationDecision {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'application_id' }) applicationId!: string;
  @Column('int') version!: number;
  @Column('text') outcome!: Outcome;
  @Column('jsonb') reasons!: Bilingual;
  @Column('text', { name: 'requirement_ids', array: true }) requirementIds!: string[];
  /** The exclusion for prior breach on which it rests (art. 54). */
  @Column('uuid', { name: 'exclusion_id', nullable: true }) exclusionId!: string | null;
  /** In the order of the notice's criteria; decimal texts. */
  @Column('jsonb') points!: { criterionId: string; points: string }[];
  @Column('uuid', { name: 'decided_by' }) decidedBy!: string;
  @InstantColumn({ name: 'decided_at' }) decidedAt!: Instant;
  /** The last day on which the qualification stands; null for one that did not qualify. */
  @DateColumn({ name: 'valid_until', nullable: true }) validUntil!: CivilDate | null;
}
