import type { Reader } from '../platform/reads.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import { searchForm } from '../tenders/tenders.queries.js';
import type { ArchiveFilter } from './search.dto.js';

export interface FoundTender {
  id: string;
  referenceNumber: string;
  ocid: string;
  title: { zh: string; en?: string };
  procurerId: string;
  procurer: { zh: string; en?: string };
  state: string;
  method: string;
  category: string;
  /** Of what was contracted, else awarded, else the budget. */
  amount: string | null;
  /** The winners. */
  suppliers: { id: string; name: { zh: string; en?: string } }[];
  /** Rules that stand as warnings with its acts. */
  rules: string[];
  publishedAt: Instant | null;
  endedOn: CivilDate | null;
  retainUntil: CivilDate | null;
}

const search = `
  SELECT tender.id, tender.reference_number AS "referenceNumber", tender.ocid, tender.title, tender.procurer_id AS "procurerId",
         procurer.name AS procurer, tender.state, tender.method, tender.category, worth.amount::text AS amount, winners.suppliers, overridden.rules,
         tender.published_at AS "publishedAt", tender.ended_on AS "endedOn", tender.retain_until AS "retainUntil"
    FROM tenders tender JOIN organizations procurer ON procurer.id = tender.procurer_id
    CROSS JOIN LATERAL (
      SELECT coalesce((SELECT sum(amount) FROM contracts WHERE tender_id = tender.id),
                      (SELECT sum(amount) FROM awards WHERE tender_id = tender.id AND awards.state = 'active'), tender.budget) AS amount) worth
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(DISTINCT jsonb_build_object('id', supplier.id, 'name', supplier.name)), '[]') AS suppliers
        FROM awards JOIN organizations supplier ON supplier.id = awards.supplier_id
       WHERE awards.tender_id = tender.id AND awards.state = 'active') winners
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(DISTINCT warning ->> 'rule' ORDER BY warning ->> 'rule') FILTER (WHERE warning ->> 'rule' IS NOT NULL), '{}') AS rules
        FROM (SELECT tender.warnings UNION ALL SELECT warnings FROM awards WHERE tender_id = tender.id
              UNION ALL SELECT warnings FROM contracts WHERE tender_id = tender.id UNION ALL SELECT warnings FROM challenges WHERE tender_id = tender.id
              UNION ALL SELECT warnings FROM complaints WHERE tender_id = tender.id) AS act (warnings),
             jsonb_array_elements(act.warnings) warning) overridden
   WHERE ($1::uuid IS NULL OR tender.id < $1)
     AND ($2::uuid IS NULL OR EXISTS (SELECT FROM opened_bids WHERE tender_id = tender.id AND supplier_id = $2)
          OR EXISTS (SELECT FROM awards WHERE tender_id = tender.id AND supplier_id = $2)
          OR EXISTS (SELECT FROM single_sources WHERE tender_id = tender.id AND supplier_id = $2))
     AND ($3::uuid IS NULL OR $3 IN (tender.created_by, tender.approved_by, tender.published_by)
          OR EXISTS (SELECT FROM tender_officers WHERE tender_id = tender.id AND person_id = $3)
          OR EXISTS (SELECT FROM evaluations WHERE tender_id = tender.id AND evaluator_id = $3)
          OR EXISTS (SELECT FROM awards WHERE tender_id = tender.id AND decided_by = $3)
          OR EXISTS (SELECT FROM contracts WHERE tender_id = tender.id AND signed_by = $3))
     AND ($4::text IS NULL OR $4 = ANY (overridden.rules))
     AND ($5::numeric IS NULL OR worth.amount >= $5) AND ($6::numeric IS NULL OR worth.amount <= $6)
     AND ($7::date IS NULL OR (tender.published_at AT TIME ZONE 'Asia/Shanghai')::date >= $7)
     AND ($8::date IS NULL OR (tender.published_at AT TIME ZONE 'Asia/Shanghai')::date <= $8)
     AND ($9::text IS NULL OR tender.search_text LIKE $9)
   ORDER BY tender.id DESC LIMIT $10`;

/** Newest first, across all procurements; one statement whatever is asked. */
export function searchArchive(
  reader: Reader,
  filter: ArchiveFilter,
  page: { after: string | null; limit: number },
): Promise<FoundTender[]> {
  const { supplier, officer, rule, amountFrom, amountTo, from, to, q } = filter;
  const like = q === undefined ? null : `%${searchForm(q).replace(/[\\%_]/g, '\\$&')}%`;
  const asked = [supplier, officer, rule, amountFrom, amountTo, from, to].map((one) => one ?? null);
  return reader.query<FoundTender>(search, [page.after, ...asked, like, page.limit]);
}
