import { Injectable } from '@nestjs/common';
import type { Actor, Role } from '../platform/actor.js';
import type { Authority } from '../platform/delegated.js';
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
  /** The mandates or powers of attorney by which the caller acts for an organisation it does not belong to. */
  authorities?: readonly Authority[];
}

/** One message that reached the organisation or the person, with the moment from which it could have known (art. 61). */
export interface Delivery {
  id: string;
  topic: string;
  tenderId: string | null;
  subject: { kind: string; id: string | null };
  /** Whom it told: the organisation the caller acts for, or the caller. */
  to: 'organization' | 'person';
  deliveredAt: Instant;
  /** When the caller confirmed that it had read it; no time limit hangs on that. */
  readAt: Instant | null;
  /** The copy by mail that the caller asked for: it may be late or fail, the delivery stands. Null where none was planned. */
  mail: { state: 'pending' | 'sent' | 'failed'; tries: number; nextTryAt: Instant | null } | null;
  links: { subject?: string; tender?: string };
}

/** Where a subject of each kind is read; kinds without an address of their own are read with their tender. */
const addresses: Readonly<Record<string, string>> = {
  tender: '/v1/tenders',
  organization: '/v1/organizations',
  debrief: '/v1/debriefs',
  challenge: '/v1/challenges',
  complaint: '/v1/complaints',
  'planned-notice': '/v1/planned-notices',
};

/** What a caller is, and what reached its organisation. */
@Injectable()
export class ReadMe {
  constructor(private readonly reads: Reads) {}

  async me(actor: Actor): Promise<MeAnswer> {
    const rows = await this.reads.query<Pick<MeAnswer, 'person' | 'organization'>>(
      `SELECT json_build_object('id', person.id, 'name', person.name) AS person,
              CASE WHEN org.id IS NOT NULL THEN json_build_object('id', org.id, 'name', org.name, 'kinds', org.kinds,
                'verifiedAt', utc_text(org.verified_at)) END AS organization
         FROM people person LEFT JOIN organizations org ON org.id = $2 WHERE person.id = $1`,
      [actor.personId, actor.organizationId],
    );
    if (!rows[0]) throw unknownResource();
    const { roles, authorities } = actor;
    return { ...rows[0], roles, ...(authorities ? { authorities } : {}) };
  }

  /** Newest first. */
  async inbox(actor: Actor, query: PageQuery): Promise<Page<Delivery>> {
    const limit = limitOf(query);
    const rows = await this.reads.query<Omit<Delivery, 'links'>>(
      `SELECT delivery.id, topic, tender_id AS "tenderId", json_build_object('kind', subject_kind, 'id', subject_id) AS subject,
              CASE WHEN organization_id IS NULL THEN 'person' ELSE 'organization' END AS "to",
              delivered_at AS "deliveredAt", delivery_read_at(delivery.id, $2) AS "readAt",
              (SELECT json_build_object('state', mail.state, 'tries', mail.tries, 'nextTryAt', utc_text(mail.next_try_at))
                 FROM mail_items item JOIN mail_deliveries mail ON mail.id = item.mail_id
                WHERE item.delivery_id = delivery.id AND mail.person_id = $2 ORDER BY mail.id DESC LIMIT 1) AS mail
         FROM own_deliveries($1, $2, $3, $4) delivery
        ORDER BY delivery.id DESC`,
      [actor.organizationId, actor.personId, query.after ?? null, limit + 1],
    );
    return pageOf(
      rows.map((row) => ({ ...row, links: linksOf(row) })),
      limit,
    );
  }
}

function linksOf({ subject, tenderId }: Omit<Delivery, 'links'>): Delivery['links'] {
  const address = addresses[subject.kind];
  return {
    ...(address !== undefined && subject.id !== null ? { subject: `${address}/${subject.id}` } : {}),
    ...(tenderId === null ? {} : { tender: `${addresses['tender']}/${tenderId}` }),
  };
}
