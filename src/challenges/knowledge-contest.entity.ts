import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn } from '../platform/columns.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { PartyText } from './challenge.entity.js';

/** The procuring entity's word, once, that the supplier knew earlier. It moves no date: whoever reviews weighs it. */
@Entity('knowledge_contests')
export class KnowledgeContest {
  @PrimaryColumn('uuid', { name: 'challenge_id' }) challengeId!: string;
  @DateColumn({ name: 'known_on' }) knownOn!: CivilDate;
  @Column('jsonb') grounds!: PartyText;
  @Column('text', { array: true }) evidence!: string[];
  @Column('uuid', { name: 'contested_by' }) contestedBy!: string;
  @InstantColumn({ name: 'contested_at' }) contestedAt!: Instant;
}

export type ContestAnswer = Pick<KnowledgeContest, 'knownOn' | 'grounds' | 'evidence' | 'contestedAt'>;
