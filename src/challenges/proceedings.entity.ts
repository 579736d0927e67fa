import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Breaches } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { PartyText } from './challenge.entity.js';

export type RespondentCapacity = 'procurer' | 'agency' | 'supplier';

/** What a respondent beside the procuring entity gets of a complaint: matters, facts and requests, without marked trade secrets. */
export interface ComplaintCopy {
  matters: { matter: string; statement: PartyText | null; facts: PartyText | null; legalBasis: PartyText | null }[];
  request: PartyText | null;
  /** Whether something was left out as a trade secret. */
  redacted: boolean;
}

/** A respondent (被投诉人 or 与投诉事项有关的供应商) that was told of the complaint: written once. */
@Entity('complaint_respondents')
export class ComplaintRespondent {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('uuid', { name: 'organization_id' }) organizationId!: string;
  @Column('text') capacity!: RespondentCapacity;
  /** Null for the procuring entity, which reads the file. */
  @Column('jsonb', { nullable: true }) copy!: ComplaintCopy | null;
  @InstantColumn({ name: 'notified_at' }) notifiedAt!: Instant;
}

export type StatementKind = 'explanation' | 'rejoinder' | 'waiver';

/** What a respondent explains, or the complainant replies to it or waives: written once. */
@Entity('complaint_statements')
export class ComplaintStatement {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('text') kind!: StatementKind;
  @Column('uuid', { name: 'organization_id' }) organizationId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('jsonb', { nullable: true }) text!: PartyText | null;
  @Column('jsonb') evidence!: string[];
  @Column('jsonb') warnings!: Breaches;
  @InstantColumn({ name: 'submitted_at' }) submittedAt!: Instant;
}

export interface Attendee {
  name: string;
  /** The party it came for; null for others, such as a witness. */
  organizationId: string | null;
  role: PartyText | null;
  present: boolean;
}

/** A hearing (听证) in a complaint, by its number in the case. */
@Entity('complaint_hearings')
export class ComplaintHearing {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('int') number!: number;
  @InstantColumn({ name: 'held_at' }) heldAt!: Instant;
  @Column('jsonb', { nullable: true }) place!: PartyText | null;
  @Column('text', { nullable: true }) link!: string | null;
  @Column('uuid', { array: true }) invited!: string[];
  @Column('text', { array: true }) languages!: ('zh' | 'en')[];
  @Column('uuid', { name: 'called_by' }) calledBy!: string;
  @InstantColumn({ name: 'called_at' }) calledAt!: Instant;
  @Column('jsonb', { nullable: true }) attendance!: Attendee[] | null;
  @Column('jsonb', { nullable: true }) minutes!: PartyText | null;
  @Column('jsonb', { name: 'no_english_reason', nullable: true }) noEnglishReason!: PartyText | null;
  @Column('uuid', { name: 'recorded_by', nullable: true }) recordedBy!: string | null;
  @InstantColumn({ name: 'recorded_at', nullable: true }) recordedAt!: Instant | null;
  /** Why it was cancelled. */
  @Column('jsonb', { nullable: true }) cancellation!: PartyText | null;
  @Column('uuid', { name: 'cancelled_by', nullable: true }) cancelledBy!: string | null;
  @InstantColumn({ name: 'cancelled_at', nullable: true }) cancelledAt!: Instant | null;
}
