import type { Reader } from '../platform/reads.js';
import { breach, type Breaches } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { EvaluatedBid } from './awards.queries.js';
import type { EvaluationOutcome } from './evaluation-outcome.js';
import { isLotted, type ReportContent } from './lot-outcomes.js';
import type { QualificationVerdict } from './qualification.entity.js';

/** The verdicts that count: the latest on each bid, in the order of receipt; of one supplier only, where one is named. */
export function latestVerdicts(
  reader: Reader,
  tenderId: string,
  supplierId: string | null = null,
): Promise<(QualificationVerdict & { priceOpenedAt: Instant | null })[]> {
  return reader.query(
    `SELECT verdict.tender_id AS "tenderId", verdict.stage, verdict.bid_id AS "bidId", verdict.supplier_id AS "supplierId", verdict.qualified,
            verdict.rejected_by AS "rejectedBy", verdict.evaluators, verdict.reasons, verdict.exclusions, verdict.breaches,
            verdict.decided_at AS "decidedAt", bid.price_opened_at AS "priceOpenedAt"
       FROM qualification_verdicts verdict JOIN opened_bids bid ON bid.id = verdict.bid_id
      WHERE verdict.tender_id = $1 AND ($2::uuid IS NULL OR verdict.supplier_id = $2)
        AND NOT EXISTS (SELECT FROM qualification_verdicts later WHERE later.bid_id = verdict.bid_id AND later.stage > verdict.stage)
      ORDER BY bid.received_at, bid.id`,
    [tenderId, supplierId],
  );
}

/** Prices are compared once all of them are known: those of the bids that stand. */
export function pricesAreOpen(standing: readonly Pick<EvaluatedBid, 'price'>[]): Breaches {
  return standing.some((one) => one.price === null) ? [breach('evaluation.prices-sealed')] : [];
}

/** The report with those who did not qualify before prices were opened: with their reasons, and without any price. */
export async function withUnqualified(
  reader: Reader,
  tenderId: string,
  report: ReportContent,
  bids: readonly EvaluatedBid[],
): Promise<ReportContent> {
  const verdicts = (await latestVerdicts(reader, tenderId)).filter((one) => !one.qualified);
  const rejected = (lotId: string | null): EvaluationOutcome['rejected'] =>
    verdicts
      .filter(
        ({ bidId }) => lotId === null || bids.find((one) => one.id === bidId)?.content?.lots?.some(({ id }) => id === lotId),
      )
      .map(({ bidId, supplierId, rejectedBy, evaluators, reasons, exclusions, breaches }) => ({
        ...{ bidId, supplierId, rejectedBy, evaluators },
        ...{ reasons, exclusions, breaches },
      }));
  if (!isLotted(report)) return { ...report, rejected: [...report.rejected, ...rejected(null)] };
  return { ...report, lots: report.lots.map((lot) => ({ ...lot, rejected: [...lot.rejected, ...rejected(lot.lotId)] })) };
}
