import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/actor.js';
import { pageNewestFirst } from '../platform/newest-first.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads, type Reader } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { requireOwnOrRegistrar } from './read-licences.js';
import { presentPrincipal, Principal, type PrincipalAnswer } from './principal.entity.js';

/** Whom an organisation named as its principal, newest first; for its own people and registrars. */
@Injectable()
export class ReadPrincipals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: Reads,
  ) {}

  /** Throws Refusal 404 for another organisation. */
  async list(actor: Actor, organizationId: string, query: PageQuery): Promise<Page<PrincipalAnswer>> {
    await requireOwnOrRegistrar(this.reads, actor, organizationId);
    const found = this.dataSource
      .getRepository(Principal)
      .createQueryBuilder('one')
      .where('one.organizationId = :organizationId', { organizationId });
    const { items, next } = await pageNewestFirst(found, query);
    return { items: items.map(presentPrincipal), next };
  }

  /** Throws Refusal 404. */
  async one(actor: Actor, organizationId: string, id: string): Promise<PrincipalAnswer> {
    await requireOwnOrRegistrar(this.reads, actor, organizationId);
    const row = await this.dataSource.getRepository(Principal).findOneBy({ id, organizationId });
    if (!row) throw unknownResource();
    return presentPrincipal(row);
  }
}

/** Of each organisation the hash of the principal that a registrar verified last; who has none is missing. */
export async function verifiedPrincipals(reader: Reader, organizationIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.query<{ id: string; hash: string }>(
    `SELECT DISTINCT ON (organization_id) organization_id AS id, encode(identity_hash, 'hex') AS hash FROM organization_principals
      WHERE organization_id = ANY ($1::uuid[]) AND state = 'verified' ORDER BY organization_id, decided_at DESC, id DESC`,
    [organizationIds],
  );
  return new Map(rows.map(({ id, hash }) => [id, hash]));
}
