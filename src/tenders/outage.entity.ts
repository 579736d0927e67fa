import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';

export const outageKinds = ['platform', 'network', 'power', 'identity', 'signing', 'other'] as const;
export type OutageKind = (typeof outageKinds)[number];

/** A time in which the platform could not be reached (平台故障), registered by one person and confirmed by another. */
@Entity('outages')
export class Outage {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text') kind!: OutageKind;
  @InstantColumn({ name: 'from_at' }) from!: Instant;
  @InstantColumn({ name: 'to_at' }) to!: Instant;
  @Column('jsonb') description!: Bilingual;
  @Column('uuid', { name: 'registered_by' }) registeredBy!: string;
  @InstantColumn({ name: 'registered_at' }) registeredAt!: Instant;
  @Column('uuid', { name: 'confirmed_by', nullable: true }) confirmedBy!: string | null;
  @InstantColumn({ name: 'confirmed_at', nullable: true }) confirmedAt!: Instant | null;
}
