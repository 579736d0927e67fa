import { Injectable } from '@nestjs/common';
import type { Instant } from '../rules/moment.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import type { Difference } from './record-findings.js';

export interface Finding extends Difference {
  id: string;
  foundAt: Instant;
}

/** Art. 57: where rows, documents or fences are not what the log's leaves say, newest first. */
@Injectable()
export class ReadFindings {
  constructor(private readonly reads: Reads) {}

  async run(query: PageQuery): Promise<Page<Finding>> {
    const limit = limitOf(query);
    const rows = await this.reads.query<Finding>(
      `SELECT id, kind, table_name AS "table", row_name AS "row", field, said, stands, found_at AS "foundAt"
         FROM archive_findings WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
      [query.after ?? null, limit + 1],
    );
    return pageOf(rows, limit);
  }
}
