import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { Bilingual, Breaches, Derivation } from '../rules/breach.js';
import type { ComplaintState } from '../rules/complaint.machine.js';
import type { ClockStop } from '../rules/decision-clock.js';
import type { IrregularityType } from '../rules/irregularities.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { RemedyKind } from '../rules/ordered-remedies.js';
import type { WithholdingReason } from '../rules/withholding.js';
import type { Completion, PartyText } from './challenge.entity.js';
import type { OpenField } from './ruling-copy.js';

export interface ComplainedMatter {
  /** The number of the challenged matter, or a number of its own (`r1`) where the reply gave rise to it. */
  matter: string;
  statement: PartyText | null;
  facts: PartyText | null;
  legalBasis: PartyText | null;
  evidence: string[];
}

/** One stop of the time to decide (实施条例 art. 58), by its number in the case. */
export interface OrderedStop extends ClockStop {
  number: number;
  reasons: PartyText;
  orderedAt: Instant;
}

/** A complaint (投诉) to the review authority (art. 60). */
@Entity('complaints')
export class Complaint {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'challenge_id' }) challengeId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'complainant_id' }) complainantId!: string;
  @Column('uuid', { name: 'review_body_id' }) reviewBodyId!: string;
  @Column('uuid', { name: 'filed_by' }) filedBy!: string;
  @Column('text') state!: ComplaintState;
  @Column('jsonb') matters!: ComplainedMatter[];
  @Column('jsonb', { nullable: true }) request!: PartyText | null;
  @InstantColumn({ name: 'received_at' }) receivedAt!: Instant;
  /** The last day for the complaint as it was derived at the receipt. */
  @Column('jsonb', { name: 'time_limit' }) timeLimit!: Derivation;
  @DateColumn({ name: 'last_day', nullable: true }) lastDay!: CivilDate | null;
  @Column('boolean') provisional!: boolean;
  @Column('jsonb') warnings!: Breaches;
  @Column('int', { name: 'completions_requested' }) completionsRequested!: number;
  @Column('jsonb', { nullable: true }) completion!: Completion | null;
  /** To whom the last draw assigned it; null while nobody has it. The database alone writes it. */
  @Column('uuid', { name: 'reviewer_id', nullable: true }) reviewerId!: string | null;
  @InstantColumn({ name: 'accepted_at', nullable: true }) acceptedAt!: Instant | null;
  /** The day of the first suspension: the cap of 采购法 art. 57 counts from it, however often it is ordered. */
  @DateColumn({ name: 'suspended_on', nullable: true }) suspendedOn!: CivilDate | null;
  @DateColumn({ name: 'suspension_ends_on', nullable: true }) suspensionEndsOn!: CivilDate | null;
  @InstantColumn({ name: 'closed_at', nullable: true }) closedAt!: Instant | null;
  @Column('jsonb', { name: 'clock_stops' }) clockStops!: OrderedStop[];
  /** The case of the authority that it came from, and when; null where this one received it first. */
  @Column('uuid', { name: 'transferred_from', nullable: true }) transferredFrom!: string | null;
  @InstantColumn({ name: 'transferred_at', nullable: true }) transferredAt!: Instant | null;
  /** The case in which another authority goes on. */
  @Column('uuid', { name: 'transferred_to', nullable: true }) transferredTo!: string | null;
}

export const rulingOutcomes = ['upheld', 'partly-upheld', 'rejected'] as const;
export type RulingOutcome = (typeof rulingOutcomes)[number];

/** 94号令 art. 29, from memory: policy here. */
export const dismissalGrounds = ['inadmissible', 'no-factual-basis', 'false-material', 'evidence-illegal'] as const;
export type DismissalGround = (typeof dismissalGrounds)[number];

export interface RulingFinding {
  matter: string;
  upheld: boolean;
  /** What was irregular, where it is upheld; absent in rulings from before these codes. */
  irregularity?: IrregularityType | null;
  reasons: Bilingual;
}

/** A part of a ruling that the public sees later (暂不公开). */
export interface WithheldRulingField {
  /** Its name in the list of fields. */
  field: string;
  reason: WithholdingReason;
  note: PartyText | null;
  /** The first day on which it may be read. */
  releaseOn: CivilDate;
}

/** A ruling (处理决定) or dismissal (驳回): written once. */
@Entity('complaint_rulings')
export class ComplaintRuling {
  @PrimaryColumn('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('text') outcome!: RulingOutcome | 'dismissed';
  @Column('text', { nullable: true }) ground!: DismissalGround | null;
  @Column('jsonb') findings!: RulingFinding[];
  /** What it orders, in the order of their numbers; none where nothing is upheld. */
  @Column('text', { array: true }) remedies!: RemedyKind[];
  @Column('jsonb') reasons!: Bilingual;
  @Column('uuid', { name: 'decided_by' }) decidedBy!: string;
  @InstantColumn({ name: 'decided_at' }) decidedAt!: Instant;
  /** The ruling as a list of salted fields; null in those from before. */
  @Column('jsonb', { nullable: true }) fields!: OpenField[] | null;
  /** The root over them, in hex: the same over every copy, redacted or not. */
  @Column('text', { nullable: true }) root!: string | null;
  @Column('jsonb') withheld!: WithheldRulingField[];
}

/** A reviewer's withdrawal from a case (回避); another reviewer of the same authority goes on. */
@Entity('reviewer_recusals')
export class ReviewerRecusal {
  @PrimaryColumn('uuid', { name: 'complaint_id' }) complaintId!: string;
  @PrimaryColumn('uuid', { name: 'person_id' }) personId!: string;
  @Column('jsonb') reason!: PartyText;
  @InstantColumn({ name: 'recused_at' }) recusedAt!: Instant;
}
