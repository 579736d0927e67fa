import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Instant } from '../rules/moment.js';
import type { IdentityKind } from '../rules/principals.js';
import type { LicenceState } from '../rules/required-licences.js';

/** Who an organisation says its principal (单位负责人、法定代表人) is. A new statement is a new row; of the number only a keyed hash is kept. */
@Entity('organization_principals')
export class Principal {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'organization_id' }) organizationId!: string;
  @Column('jsonb') name!: { zh: string; en?: string };
  @Column('text', { name: 'identity_kind' }) identityKind!: IdentityKind;
  @Column('text', { name: 'identity_country' }) identityCountry!: string;
  @Column('bytea', { name: 'identity_hash' }) identityHash!: Buffer;
  @Column('text') state!: LicenceState;
  @Column('jsonb', { nullable: true }) basis!: { zh: string; en?: string } | null;
  @Column('jsonb', { nullable: true }) reason!: { zh: string; en?: string } | null;
  @Column('uuid', { name: 'stated_by' }) statedBy!: string;
  @InstantColumn({ name: 'stated_at' }) statedAt!: Instant;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @InstantColumn({ name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
}

/** Everything but the hash, which only comparisons read. */
export type PrincipalAnswer = Omit<Principal, 'identityHash'>;

export function presentPrincipal({ identityHash: _hash, ...shown }: Principal): PrincipalAnswer {
  return shown;
}
