import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../platform/actor.js';
import { InstantColumn } from '../platform/columns.js';
import type { Instant } from '../rules/moment.js';

/** A person asks to be let into an organisation. */
@Entity('membership_requests')
export class MembershipRequest {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'organization_id' }) organizationId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('text', { array: true }) roles!: Role[];
  @Column('jsonb') statement!: { zh: string; en?: string };
  @Column('text') state!: 'pending' | 'accepted' | 'refused';
  @Column('jsonb', { nullable: true }) reason!: { zh: string; en?: string } | null;
  @Column('uuid', { name: 'membership_id', nullable: true }) membershipId!: string | null;
  @InstantColumn({ name: 'requested_at' }) requestedAt!: Instant;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
}
