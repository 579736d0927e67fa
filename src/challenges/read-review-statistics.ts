import { Injectable } from '@nestjs/common';
import { Reads } from '../platform/reads.js';
import { invalid, unknownResource } from '../platform/refusal.js';
import type { Instant } from '../rules/moment.js';
import type { ReviewStatisticsQuery } from './decision.dto.js';
import { entityStatistics, tenderStatistics } from './review-statistics.queries.js';

type Counts = Record<string, number>;

/** eForms BT-635 and BT-712: what was challenged and complained of. Numbers alone; nobody is named. */
export interface ReviewCounts {
  challenges: number;
  /** Of them: answered within their time, answered late or not yet though it is over, settled, withdrawn. */
  repliesInTime: number;
  repliesOverdue: number;
  settled: number;
  withdrawn: number;
  complaints: number;
  complaintsByState: Counts;
  outcomes: Counts;
  irregularities: Counts;
  remedies: Counts;
  /** From the receipt of a complaint to its decision, in civil days; null where nothing is decided. */
  daysToDecisionMedian: number | null;
}

export interface ReviewStatistics extends ReviewCounts {
  procurerId: string | null;
  from: string | null;
  to: string | null;
}

export interface TenderReviewStatistics extends ReviewCounts {
  tenderId: string;
  /** False before the opening: challenges and complaints that are not decided are not counted then, since they would tell of bidders. */
  complete: boolean;
  /** eForms BT-636, per lot; what names no lot counts for each. */
  lots: { lotId: string; challenges: number; complaints: number; upheld: number }[];
}

@Injectable()
export class ReadReviewStatistics {
  constructor(private readonly reads: Reads) {}

  /** Refusal 422 where the days are the wrong way round. */
  async ofEntity({ procurerId, from, to }: ReviewStatisticsQuery): Promise<ReviewStatistics> {
    if (from !== undefined && to !== undefined && to < from)
      throw invalid('to', { zh: '不得早于from。', en: 'May not be before `from`.' });
    const asked = { procurerId: procurerId?.toLowerCase() ?? null, from: from ?? null, to: to ?? null };
    const counts = await entityStatistics(this.reads, asked);
    return { ...asked, ...counts };
  }

  /** Refusal 404 for a tender that was never published. */
  async ofTender(id: string): Promise<TenderReviewStatistics> {
    const [tender] = await this.reads.query<{ openedAt: Instant | null; complete: boolean; lotIds: string[] }>(
      `SELECT (opened_at IS NOT NULL OR ended_on IS NOT NULL OR method = 'single-source') AS complete,
              ARRAY (SELECT lot ->> 'id' FROM jsonb_array_elements(coalesce(content -> 'lots', '[]')) AS lot) AS "lotIds"
         FROM tenders WHERE id = $1 AND published_at IS NOT NULL`,
      [id],
    );
    if (!tender) throw unknownResource();
    const { lots, ...counts } = await tenderStatistics(this.reads, id, tender.lotIds);
    return { tenderId: id, complete: tender.complete, ...counts, lots };
  }
}
