import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Instant } from '../rules/moment.js';
import { mayRead } from '../tenders/tenders.queries.js';
import type { Award } from './award.entity.js';
import type { SingleSourceReport } from './single-source-report.js';

export interface SourceReportAnswer {
  awardId: string;
  awardState: Award['state'];
  tenderId: string;
  recordedAt: Instant;
  /** Hex SHA-256 of the report's RFC 8785 form, as the audit entry of the award has it. */
  reportSha256: string;
  report: SingleSourceReport;
}

/** The written report on the direct award, public as the award is; of several, the latest. */
@Injectable()
export class ReadSourceReport {
  constructor(private readonly reads: Reads) {}

  /** Throws Refusal 404 before there is one, and for a tender the caller may not see. */
  async run(actor: Actor | null, tenderId: string): Promise<SourceReportAnswer> {
    if (!(await mayRead(this.reads, actor, tenderId))) throw unknownResource();
    const rows = await this.reads.query<SourceReportAnswer>(
      `SELECT direct.award_id AS "awardId", award.state AS "awardState", direct.tender_id AS "tenderId", direct.recorded_at AS "recordedAt",
              direct.report_sha256 AS "reportSha256", direct.report
         FROM direct_awards direct JOIN awards award ON award.id = direct.award_id
        WHERE direct.tender_id = $1 ORDER BY direct.award_id DESC LIMIT 1`,
      [tenderId],
    );
    if (!rows[0]) throw unknownResource();
    return rows[0];
  }
}
