import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';
import type { NonAwardCode } from '../rules/non-award.js';
import { goesByLots } from '../tenders/lots.js';
import type { Tender, Text } from '../tenders/tender.entity.js';

/** The standing result of one lot; `contractId` once a contract covers it. */
export interface LotResult {
  /** Of the award, or of the decision that nobody takes the lot. */
  id: string;
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

const standing = `
  SELECT award.id, award.lot_id AS "lotId", award.id AS "awardId", award.bid_id AS "bidId", award.supplier_id AS "supplierId", award.amount,
         covered.contract_id AS "contractId", NULL AS code, NULL AS explanation, award.decided_at AS "decidedAt",
         award.notice_version AS "noticeVersion"
    FROM awards award LEFT JOIN contract_awards covered ON covered.award_id = award.id
   WHERE award.tender_id = $1 AND award.state = 'active' AND award.lot_id IS NOT NULL
   UNION ALL
  SELECT id, lot_id, NULL, NULL, NULL, NULL, NULL, code, explanation, decided_at, notice_version FROM lot_non_awards
   WHERE tender_id = $1 AND state = 'active'`;

/** Of every lot that has one. What was set aside, or refused by its winner, is none. */
export function lotResults(reader: Reader, tenderId: string): Promise<LotResult[]> {
  return reader.query(`${standing} ORDER BY "lotId"`, [tenderId]);
}

/** The same with the names that people read. */
export interface NamedLotResult extends LotResult {
  lotTitle: Text;
  supplierName: Text | null;
}

/** In the order of the notice, after the lot whose result is or was `after`. */
export function pageOfLotResults(
  reader: Reader,
  tenderId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<NamedLotResult[]> {
  return reader.query(
    `WITH lots AS (SELECT lot ->> 'id' AS id, lot -> 'title' AS title, place FROM tenders tender
                     CROSS JOIN LATERAL jsonb_array_elements(tender.content -> 'lots') WITH ORDINALITY AS listed (lot, place)
                    WHERE tender.id = $1)
     SELECT result.*, lots.title AS "lotTitle", supplier.name AS "supplierName"
       FROM (${standing}) AS result JOIN lots ON lots.id = result."lotId" LEFT JOIN organizations supplier ON supplier.id = result."supplierId"
      WHERE $2::uuid IS NULL OR lots.place > (SELECT place FROM lots WHERE id IN (
              SELECT lot_id FROM awards WHERE id = $2 AND tender_id = $1 UNION ALL
              SELECT lot_id FROM lot_non_awards WHERE id = $2 AND tender_id = $1))
      ORDER BY lots.place LIMIT $3`,
    [tenderId, after, limit],
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
