import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/actor.js';
import { pageNewestFirst } from '../platform/newest-first.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { unknownResource } from '../platform/refusal.js';
import { Delegation } from './delegation.entity.js';
import { Organization } from './organization.entity.js';
import { presentDelegation, type DelegationAnswer } from './present-delegation.js';

const overseers = ['registrar', 'auditor'] as const;

/** Mandates and powers of attorney, those that have ended too: for both sides, registrars and auditors. */
@Injectable()
export class ReadDelegations {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first, as far as the caller is a side of them. Throws Refusal 404 for a stranger. */
  async list(actor: Actor, kind: Delegation['kind'], organizationId: string, query: PageQuery): Promise<Page<DelegationAnswer>> {
    if (!(await this.dataSource.getRepository(Organization).existsBy({ id: organizationId }))) throw unknownResource();
    const found = this.dataSource
      .getRepository(Delegation)
      .createQueryBuilder('one')
      .where('one.kind = :kind AND (one.principalId = :id OR one.agencyId = :id)', { kind, id: organizationId });
    const all = actor.organizationId === organizationId || overseers.some((role) => actor.roles.includes(role));
    if (!all)
      found.andWhere('(one.principalId = :own OR one.agencyId = :own OR one.personId = :person)', {
        own: actor.organizationId,
        person: actor.personId,
      });
    const { items, next } = await pageNewestFirst(found, query);
    if (items.length === 0 && !all) throw unknownResource();
    return { items: items.map(presentDelegation), next };
  }

  /** Throws Refusal 404 for a stranger. */
  async one(actor: Actor, kind: Delegation['kind'], organizationId: string, id: string): Promise<DelegationAnswer> {
    const row = await this.dataSource.getRepository(Delegation).findOneBy({ id, kind });
    if (!row || ![row.principalId, row.agencyId].includes(organizationId)) throw unknownResource();
    const isSide =
      [row.principalId, row.agencyId ?? ''].includes(actor.organizationId ?? 'nobody') || row.personId === actor.personId;
    if (!isSide && !overseers.some((role) => actor.roles.includes(role))) throw unknownResource();
    return presentDelegation(row);
  }
}
