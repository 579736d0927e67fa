import { Injectable } from '@nestjs/common';
import type { Actor, Role } from '../platform/actor.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { OrganizationKind } from './organization.entity.js';

export interface MeAnswer {
  person: { id: string; name: Bilingual };
  organization: { id: string; name: { zh: string; en?: string }; kinds: OrganizationKind[]; verifiedAt: Instant | null } | null;
  roles: readonly Role[];
}

/** One message that reached the organisation, with the moment from which it could have known (art. 61). */
export interface Delivery {
  id: string;
  topic: string;
  tenderId: string | null;
  subject: { kind: string; id: string | null };
  deliveredAt: Instant;
}

/** What a caller is, and what reached its organisation. */
@Injectable()
export class ReadMe {
  constructor(private readonly reads: Reads) {}

  async me(actor: Actor): Promise<MeAnswer> {
    const rows = await this.reads.query<Omit<MeAnswer, 'roles'>>(
      `SELECT json_build_object('id', person.id, 'name', person.name) AS person,
              CASE WHEN org.id IS NOT NULL THEN json_build_object('id', org.id, 'name', org.name, 'kinds', org.kinds,
                'verifiedAt', utc_text(org.verified_at)) END AS organization
         FROM people person LEFT JOIN organizations org ON org.id = $2 WHERE person.id = $1`,
      [actor.personId, actor.organizationId],
    );
    if (!rows[0]) throw unknownResource();
    return { ...rows[0], roles: actor.roles };
  }

  /** Newest first. */
  async inbox(actor: Actor, query: PageQuery): Promise<Page<Delivery>> {
    const limit = limitOf(query);
    const rows = await this.reads.query<Delivery>(
      `SELECT id, topic, tender_id AS "tenderId", json_build_object('kind', subject_kind, 'id', subject_id) AS subject,
              delivered_at AS "deliveredAt"
         FROM deliveries WHERE organization_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [actor.organizationId, query.after ?? null, limit + 1],
    );
    return pageOf(rows, limit);
  }
}
