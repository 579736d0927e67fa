import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { Bilingual, Breaches } from '../rules/breach.js';
import type { ChallengeState } from '../rules/challenge.machine.js';
import type { RequestedRemedy } from '../rules/challenge-subjects.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { ChallengeSubject, ProcedureStage, TimeLimit } from './challenge-window.js';

/** A party's text: Chinese always, English where it was given. */
export type PartyText = { zh: string; en?: string };

export interface Matter {
  /** Its number in the letter, from `1`; replies, complaints and rulings name it by this. */
  matter: string;
  statement: PartyText;
  facts: PartyText | null;
  legalBasis: PartyText | null;
  evidence: string[];
}

export interface Contact {
  name: string;
  phone?: string;
  email?: string;
  address?: string;
}

/** What was asked to be completed, by when it was asked, and when it came. */
export interface Completion {
  missing: PartyText;
  requestedAt: Instant;
  completedAt: Instant | null;
}

export interface Reply {
  answers: { matter: string; text: PartyText }[];
  grounds: PartyText;
  rightToComplain: Bilingual;
  /** What the other affected suppliers read in place of answers and grounds, where these are not for them. */
  textForOthers: PartyText | null;
  warnings: Breaches;
}

/** A settlement (磋商) stands when both sides have proposed the same terms. */
export interface Settlement {
  terms: PartyText;
  proposedBy: string;
  proposedAt: Instant;
  agreedBy: string | null;
  agreedAt: Instant | null;
}

/** A challenge (质疑) of a supplier to the procuring entity (art. 61). */
@Entity('challenges')
export class Challenge {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  @Column('uuid', { name: 'supplier_id' }) supplierId!: string;
  @Column('uuid', { name: 'filed_by' }) filedBy!: string;
  @Column('text') state!: ChallengeState;
  @Column('text') subject!: ChallengeSubject;
  @Column('text', { nullable: true }) stage!: ProcedureStage | null;
  /** The lots that it is about; null: the whole procurement. */
  @Column('text', { name: 'lot_ids', array: true, nullable: true }) lotIds!: string[] | null;
  @Column('jsonb') matters!: Matter[];
  @Column('jsonb', { nullable: true }) request!: PartyText | null;
  @Column('jsonb', { nullable: true }) contact!: Contact | null;
  /** What it asks for, by code, beside its own words. */
  @Column('text', { array: true }) remedies!: RequestedRemedy[];
  /** Of subject `exclusion` alone: the decision. */
  @Column('uuid', { name: 'exclusion_id', nullable: true }) exclusionId!: string | null;
  /** The day the supplier says it learned; recorded, and rebuttable. */
  @DateColumn({ name: 'known_on', nullable: true }) knownOn!: CivilDate | null;
  @InstantColumn({ name: 'received_at' }) receivedAt!: Instant;
  /** The window as it was derived at the receipt. */
  @Column('jsonb', { name: 'time_limit' }) timeLimit!: TimeLimit;
  @DateColumn({ name: 'last_day', nullable: true }) lastDay!: CivilDate | null;
  /** Rulebook P11: accepted as in time while a calendar year is missing. */
  @Column('boolean') provisional!: boolean;
  @Column('jsonb') warnings!: Breaches;
  /** The receipt of the letter, or of what completed it: from here the time to reply counts. */
  @InstantColumn({ name: 'reply_from' }) replyFrom!: Instant;
  @InstantColumn({ name: 'reply_due_at', nullable: true }) replyDueAt!: Instant | null;
  @Column('int', { name: 'completions_requested' }) completionsRequested!: number;
  @Column('jsonb', { nullable: true }) completion!: Completion | null;
  @Column('jsonb', { nullable: true }) reply!: Reply | null;
  @Column('uuid', { name: 'replied_by', nullable: true }) repliedBy!: string | null;
  @InstantColumn({ name: 'replied_at', nullable: true }) repliedAt!: Instant | null;
  @Column('jsonb', { nullable: true }) settlement!: Settlement | null;
  @InstantColumn({ name: 'closed_at', nullable: true }) closedAt!: Instant | null;
  @InstantColumn({ name: 'due_at', nullable: true }) dueAt!: Instant | null;
}

/** A word of the consultation (磋商) between the two sides. */
@Entity('challenge_messages')
export class ChallengeMessage {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'challenge_id' }) challengeId!: string;
  @Column('uuid', { name: 'organization_id' }) organizationId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('jsonb') text!: PartyText;
  @InstantColumn({ name: 'sent_at' }) sentAt!: Instant;
}
