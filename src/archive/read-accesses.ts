import { Injectable } from '@nestjs/common';
import { limitOf, pageOf, type Page } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';
import type { AccessQuery } from './search.dto.js';

export interface Access {
  id: string;
  /** What was handed out. */
  type: string;
  readAt: Instant;
  personId: string | null;
  name: { zh: string; en?: string } | null;
  organizationId: string | null;
  tenderId: string | null;
  subject: { kind: string; id: string | null };
}

/** Who read what that was confidential (查阅记录), newest first, from the trail itself: documents of bids, sealed files and keys, items of case files, bundles, exports, personal data. */
@Injectable()
export class ReadAccesses {
  constructor(private readonly reads: Reads) {}

  async run(query: AccessQuery): Promise<Page<Access>> {
    const limit = limitOf(query);
    const rows = await this.reads.query<Access>(
      `SELECT entry.id, entry.type, entry.recorded_at AS "readAt", entry.actor_person_id AS "personId", person.name,
              entry.actor_organization_id AS "organizationId", entry.tender_id AS "tenderId",
              json_build_object('kind', entry.subject_kind, 'id', entry.subject_id) AS subject
         FROM audit_entries entry LEFT JOIN people person ON person.id = entry.actor_person_id
        WHERE (entry.type LIKE '%-handed-out' OR entry.type IN ('archive.exported', 'archive.bundle-read', 'person.data-read', 'case.item-read', 'assistant.item-read')) AND ($1::uuid IS NULL OR entry.id < $1)
          AND ($2::uuid IS NULL OR entry.actor_person_id = $2) AND ($3::uuid IS NULL OR entry.tender_id = $3)
          AND ($4::date IS NULL OR (entry.recorded_at AT TIME ZONE 'Asia/Shanghai')::date >= $4)
          AND ($5::date IS NULL OR (entry.recorded_at AT TIME ZONE 'Asia/Shanghai')::date <= $5)
        ORDER BY entry.id DESC LIMIT $6`,
      [...[query.after, query.person, query.tender, query.from, query.to].map((one) => one ?? null), limit + 1],
    );
    return pageOf(rows, limit);
  }
}
