import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';
import type { NonAwardCode } from '../rules/non-award.js';
import { goesByLots } from '../tenders/lots.js';
import type { Tender, Text } from '../tenders/tender.entity.js';

/** The standing result of one lot; `contractId` once a contract covers it. */
export interface LotResult {
  lotId: string;
  awardId: string | null;
  bidId: string | null;
  supplierId: string | null;
  amount: string | null;
  contractId: string | null;
  code: NonAwardCode | null;
  explanation: Text | null;
  decidedAt: Instant;
  noticeVersion: number;
}

/** Of every lot that has one. What was set aside is none. */
export function lotResults(reader: Reader, tenderId: string): Promise<LotResult[]> {
  return reader.query(
    `SELECT award.lot_id AS "lotId", award.id AS "awardId", award.bid_id AS "bidId", award.supplier_id AS "supplierId", award.amount,
            covered.contract_id AS "contractId", NULL AS code, NULL AS explanation, award.decided_at AS "decidedAt",
            award.notice_version AS "noticeVersion"
       FROM awards award LEFT JOIN contract_awards covered ON covered.award_id = award.id
      WHERE award.tender_id = $1 AND award.state = 'active' AND award.lot_id IS NOT NULL
      UNION ALL
     SELECT lot_id, NULL, NULL, NULL, NULL, NULL, code, explanation, decided_at, notice_version FROM lot_non_awards
      WHERE tender_id = $1 AND state = 'active' ORDER BY "lotId"`,
    [tenderId],
  );
}

/** The lots without a result; none of a tender without lots, or of one that was awarded as a whole. */
export async function openLots(reader: Reader, tender: Tender): Promise<string[]> {
  if (!goesByLots(tender)) return [];
  const whole = await reader.query(`SELECT 1 FROM awards WHERE tender_id = $1 AND state = 'active' AND lot_id IS NULL`, [
    tender.id,
  ]);
  if (whole.length > 0) return [];
  const decided = await lotResults(reader, tender.id);
  return tender.content.lots.map(({ id }) => id).filter((id) => !decided.some((one) => one.lotId === id));
}
