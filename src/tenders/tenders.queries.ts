import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page } from '../platform/paging.js';
import type { Reader, Reads } from '../platform/reads.js';
import type { Category } from '../rules/art-47-scope.js';
import type { Instant } from '../rules/moment.js';
import type { TenderState } from '../rules/tender.machine.js';
import { predecessor, successorsOf } from './retender.js';
import { standingLocks } from './locks.js';
import { presentTender, type TenderAnswer, type TenderSurroundings } from './present-tender.js';
import type { TenderQuery } from './tender.dto.js';
import type { Method, MoneyValue, Tender, Text } from './tender.entity.js';

const columns = `
  tender.id, tender.version, tender.reference_number AS "referenceNumber", tender.ocid, tender.procurer_id AS "procurerId",
  tender.created_by AS "createdBy", tender.retender_of AS "retenderOf", tender.state, tender.method, tender.category, tender.title, tender.description, tender.content,
  tender.valuation, tender.estimated_value AS "estimatedValue", tender.budget, tender.item_class AS "itemClass",
  tender.budget_year AS "budgetYear", tender.rule_profile AS "ruleProfile", tender.warnings, tender.approved_by AS "approvedBy",
  tender.approved_at AS "approvedAt", tender.published_by AS "publishedBy", tender.published_at AS "publishedAt",
  tender.documents_issued_at AS "documentsIssuedAt", tender.applications_close_at AS "applicationsCloseAt",
  tender.bids_close_at AS "bidsCloseAt", tender.opens_at AS "opensAt",
  tender.opened_at AS "openedAt", tender.standstill_ends_at AS "standstillEndsAt", tender.ended_on AS "endedOn",
  tender.retain_until AS "retainUntil", tender.due_at AS "dueAt", tender.search_text AS "searchText", tender.created_at AS "createdAt"`;

const surroundings = `
  (SELECT json_build_object('id', id, 'name', name, 'address', address, 'contact', contact)
     FROM organizations WHERE id = tender.procurer_id) AS procurer,
  tender_is_suspended(tender.id, platform_now()) AS suspended,
  (SELECT coalesce(json_agg(json_build_object('envelope', deal.envelope, 'lock', deal.lock, 'recipient', deal.recipient, 'threshold', deal.threshold,
            'organizationId', deal.organization_id, 'registeredAt', utc_text(deal.dealt_at),
            'shares', (SELECT json_agg(json_build_object('index', index, 'organizationId', organization_id, 'commitment', commitment) ORDER BY index)
                         FROM lock_shares WHERE deal_id = deal.id)) ORDER BY deal.envelope, deal.lock), '[]') ${standingLocks}) AS sealing,
  ${predecessor},
  ${successorsOf('tender.id')} AS successors,
  (SELECT coalesce(max(version), 0) FROM tender_notices WHERE tender_id = tender.id) AS "noticeVersion"`;

// A draft is there for its own organisation only.
const visible = '(tender.published_at IS NOT NULL OR tender.procurer_id = $1)';

const oneTender = `
  SELECT ${columns}, ${surroundings}, platform_now() AS now FROM tenders tender WHERE ${visible} AND tender.id = $2`;

const manyTenders = `
  WITH moment AS MATERIALIZED (SELECT platform_now() AS now),
       shown AS (
         SELECT tender.*, CASE WHEN tender_is_suspended(tender.id, moment.now) THEN 'suspended'
                               WHEN tender.state = 'open' AND tender.bids_close_at <= moment.now THEN 'closed'
                               ELSE tender.state END AS shown_state
           FROM tenders tender, moment
          WHERE ${visible} AND ($2::uuid IS NULL OR tender.id < $2) AND ($3::text IS NULL OR tender.method = $3)
            AND ($4::text IS NULL OR tender.category = $4) AND ($5::uuid IS NULL OR tender.procurer_id = $5)
            AND ($6::timestamptz IS NULL OR tender.bids_close_at < $6)
            AND ($7::text IS NULL OR tender.search_text LIKE $7)
       )
  SELECT shown.id, shown.reference_number AS "referenceNumber", shown.ocid, shown.shown_state AS state, shown.method, shown.category,
         shown.title, json_build_object('id', shown.procurer_id, 'name', organization.name) AS procurer,
         CASE WHEN shown.budget IS NOT NULL THEN json_build_object('amount', shown.budget::text, 'currency', 'CNY') END AS budget,
         shown.published_at AS "publishedAt", shown.bids_close_at AS "bidsCloseAt"
    FROM shown JOIN organizations organization ON organization.id = shown.procurer_id
   WHERE $8::text IS NULL OR shown.shown_state = $8
   ORDER BY shown.id DESC LIMIT $9`;

export interface TenderSummary {
  id: string;
  referenceNumber: string;
  ocid: string;
  state: TenderState | 'suspended';
  method: Method;
  category: Category;
  title: Text;
  procurer: { id: string; name: Text };
  budget: MoneyValue | null;
  publishedAt: Instant | null;
  bidsCloseAt: Instant | null;
}

/** Null where there is no such tender for this caller. One prepared statement. */
export async function readableTender(reads: Reads, actor: Actor | null, id: string): Promise<TenderAnswer | null> {
  const rows = await reads.named<Tender & TenderSurroundings & { now: Instant }>('tender-one', oneTender, [
    actor?.organizationId ?? null,
    id,
  ]);
  return rows[0] ? presentTender(rows[0], rows[0].now, rows[0]) : null;
}

/** Newest first. One prepared statement whatever the filters. */
export async function readableTenders(reads: Reads, actor: Actor | null, query: TenderQuery): Promise<Page<TenderSummary>> {
  const limit = limitOf(query);
  const rows = await reads.named<TenderSummary>('tender-many', manyTenders, [
    actor?.organizationId ?? null,
    query.after ?? null,
    query.method ?? null,
    query.category ?? null,
    query.procurer ?? null,
    query.closingBefore ?? null,
    query.q === undefined ? null : `%${searchForm(query.q).replace(/[\\%_]/g, '\\$&')}%`,
    query.state ?? null,
    limit + 1,
  ]);
  return pageOf(rows, limit);
}

/** Whether anybody, or this caller's own organisation, may read the tender. */
export async function mayRead(reader: Reader, actor: Actor | null, id: string): Promise<boolean> {
  const rows = await reader.query(`SELECT 1 FROM tenders tender WHERE ${visible} AND tender.id = $2`, [
    actor?.organizationId ?? null,
    id,
  ]);
  return rows.length > 0;
}

/** The tender as an answer, from inside the use case that has just changed it. */
export async function answerOf(reader: Reader, tender: Tender, now: Instant): Promise<TenderAnswer> {
  const rows = await reader.query<TenderSurroundings>(`SELECT ${surroundings} FROM tenders tender WHERE tender.id = $1`, [
    tender.id,
  ]);
  return presentTender(tender, now, rows[0] as TenderSurroundings);
}

/** Full width to half width, lower case, single spaces: how texts and questions are compared. */
export function searchForm(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
