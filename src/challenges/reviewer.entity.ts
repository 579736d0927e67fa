import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { drawAlgorithm } from '../awards/draw.js';
import type { Bilingual } from '../rules/breach.js';
import type { ReviewerTie } from '../rules/case-reviewer.js';
import type { Instant } from '../rules/moment.js';
import type { PartyText } from './challenge.entity.js';

/** Why somebody was drawn: at the filing, at another authority after a transfer, after a conflict that was declared, a withdrawal, a request that was granted, or a new pool. */
export type DrawCause = 'filing' | 'transfer' | 'conflict' | 'recusal' | 'request' | 'pool-changed';

/** What a stranger needs to redo the draw of a reviewer; the mechanism is that of the committee's draw. */
export interface ReviewerDraw {
  algorithm: typeof drawAlgorithm;
  /** What is drawn: `reviewer:` and the number of the draw, counted over the challenge's cases. */
  of: string;
  /** Hex SHA-256 of the secret, of before the case came (first draw) or of the draw before. */
  commitment: string;
  committedAt: Instant;
  secret: string;
  /** The case and its letter, which nobody knew when the secret was made. */
  lines: string[];
  seed: string;
  /** Every reviewer of the authority without a tie, in the order of the lots. */
  pool: { personId: string; key: string }[];
  /** Every other one, with why. */
  leftOut: { personId: string; ties: ReviewerTie[] }[];
}

/** The reviewer (审查人员) of a complaint by lot; the last one stands. */
@Entity('reviewer_assignments')
export class ReviewerAssignment {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('int') number!: number;
  @Column('text') cause!: DrawCause;
  /** Nobody, where nobody is free of ties. */
  @Column('uuid', { name: 'person_id', nullable: true }) personId!: string | null;
  @Column('jsonb') draw!: ReviewerDraw;
  @Column('uuid', { name: 'drawn_by' }) drawnBy!: string;
  @InstantColumn({ name: 'drawn_at' }) drawnAt!: Instant;
}

/** What the assigned reviewer says before its first act (采购法 art. 12, for the review); once in a case. */
@Entity('reviewer_declarations')
export class ReviewerDeclaration {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('boolean') conflict!: boolean;
  @Column('jsonb', { nullable: true }) reason!: PartyText | null;
  @InstantColumn({ name: 'declared_at' }) declaredAt!: Instant;
}

/** A party asks that the assigned reviewer withdraws (回避申请); another reviewer of the authority decides. */
@Entity('reviewer_recusal_requests')
export class ReviewerRecusalRequest {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'complaint_id' }) complaintId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'organization_id' }) organizationId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('jsonb') reasons!: PartyText;
  /** `moot`: the reviewer left the case by another way before the decision. */
  @Column('text') state!: 'requested' | 'granted' | 'rejected' | 'moot';
  @Column('uuid', { name: 'requested_by' }) requestedBy!: string;
  @InstantColumn({ name: 'requested_at' }) requestedAt!: Instant;
  @Column('jsonb', { name: 'decision_reasons', nullable: true }) decisionReasons!: Bilingual | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @InstantColumn({ name: 'closed_at', nullable: true }) closedAt!: Instant | null;
}
