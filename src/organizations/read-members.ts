import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor, Role } from '../platform/actor.js';
import { pageNewestFirst } from '../platform/newest-first.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { requireRegistrarOrAdministrator } from './administrators.js';
import { MembershipRequest } from './membership-request.entity.js';
import { inForce, organizationById } from './organizations.queries.js';

export interface Member {
  id: string;
  personId: string;
  name: Bilingual;
  roles: Role[];
  administrator: boolean;
  since: Instant;
}

/** Who belongs to an organisation, and who asks to; for its own people and registrars. */
@Injectable()
export class ReadMembers {
  constructor(
    private readonly reads: Reads,
    private readonly dataSource: DataSource,
  ) {}

  /** Memberships in force, oldest first. Throws Refusal 404 for another organisation. */
  async members(actor: Actor, organizationId: string, query: PageQuery): Promise<Page<Member>> {
    const may = actor.organizationId === organizationId || actor.roles.includes('registrar');
    if (!may || !(await organizationById(this.reads, organizationId))) throw unknownResource();
    const limit = limitOf(query);
    const rows = await this.reads.query<Member>(
      `SELECT member.id, person.id AS "personId", person.name, member.roles, member.administrator, member.since
         FROM memberships member JOIN people person ON person.id = member.person_id
        WHERE member.organization_id = $1 AND ${inForce} AND ($2::uuid IS NULL OR member.id > $2) ORDER BY member.id LIMIT $3`,
      [organizationId, query.after ?? null, limit + 1],
    );
    return pageOf(rows, limit);
  }

  /** Newest first; for administrators and registrars. Throws Refusal 404, 403. */
  async requests(actor: Actor, organizationId: string, query: PageQuery): Promise<Page<MembershipRequest>> {
    if (!(await organizationById(this.reads, organizationId))) throw unknownResource();
    await requireRegistrarOrAdministrator(this.reads, actor, organizationId);
    const found = this.dataSource
      .getRepository(MembershipRequest)
      .createQueryBuilder('one')
      .where('one.organizationId = :organizationId', {
        organizationId,
      });
    return pageNewestFirst(found, query);
  }

  /** One request, also for the person who made it. Throws Refusal 404; 403 for a member who does not administer, whether or not there is one. */
  async request(actor: Actor, organizationId: string, id: string): Promise<MembershipRequest> {
    const row = await this.dataSource.getRepository(MembershipRequest).findOneBy({ id, organizationId });
    if (row?.personId !== actor.personId) await requireRegistrarOrAdministrator(this.reads, actor, organizationId);
    if (!row) throw unknownResource();
    return row;
  }
}
