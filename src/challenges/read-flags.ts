import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import type { ComplainantFlag } from './complainant-flag.entity.js';
import type { FlagsQuery } from './decision.dto.js';

/** Those of the caller's own authority, the oldest first. */
@Injectable()
export class ReadFlags {
  constructor(private readonly reads: Reads) {}

  async run(actor: Actor, query: FlagsQuery): Promise<Page<ComplainantFlag>> {
    const limit = limitOf(query);
    const rows = await this.reads.query<ComplainantFlag>(
      `SELECT id, version, supplier_id AS "supplierId", review_body_id AS "reviewBodyId", complaint_ids AS "complaintIds", state,
              raised_at AS "raisedAt", reasons, closed_by AS "closedBy", closed_at AS "closedAt"
         FROM complainant_flags
        WHERE review_body_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
      [actor.organizationId, query.state ?? null, query.after ?? null, limit + 1],
    );
    return pageOf(rows, limit);
  }
}
