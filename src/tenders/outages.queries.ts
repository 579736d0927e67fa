import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { outageReaches, type OutageSpan } from '../rules/outages.js';
import type { OutageKind } from './outage.entity.js';

/** What became of one deadline that an outage reached. */
export interface OutageExtension {
  tenderId: string;
  deadline: 'bidsCloseAt' | 'applicationsCloseAt';
  before: Instant;
  /** Null: it had passed when the outage was confirmed, and what is closed stays closed. */
  after: Instant | null;
  outcome: 'extended' | 'passed';
  noticeVersion: number | null;
}

export interface OutageAnswer {
  id: string;
  version: number;
  state: 'registered' | 'confirmed';
  kind: OutageKind;
  from: Instant;
  to: Instant;
  description: Bilingual;
  registeredAt: Instant;
  confirmedAt: Instant | null;
  /** The first thousand. */
  extensions: OutageExtension[];
}

const outages = `
  SELECT outage.id, outage.version, CASE WHEN confirmed_at IS NULL THEN 'registered' ELSE 'confirmed' END AS state, kind, from_at AS "from", to_at AS "to",
         description, registered_at AS "registeredAt", confirmed_at AS "confirmedAt",
         (SELECT coalesce(json_agg(json_build_object('tenderId', one.tender_id, 'deadline', one.deadline, 'before', utc_text(one.before_at),
                   'after', utc_text(one.after_at), 'outcome', one.outcome, 'noticeVersion', one.notice_version) ORDER BY one.tender_id), '[]')
            FROM (SELECT * FROM outage_extensions WHERE outage_id = outage.id ORDER BY tender_id LIMIT 1000) one) AS extensions
    FROM outages outage`;

/** Newest first. */
export async function pageOfOutages(reader: Reader, query: PageQuery): Promise<Page<OutageAnswer>> {
  const limit = limitOf(query);
  const rows = await reader.query<OutageAnswer>(
    `${outages} WHERE $1::uuid IS NULL OR outage.id < $1 ORDER BY outage.id DESC LIMIT $2`,
    [query.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

export async function oneOutage(reader: Reader, id: string): Promise<OutageAnswer | null> {
  const rows = await reader.query<OutageAnswer>(`${outages} WHERE outage.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Published tenders whose deadline the outage reaches and of which nothing is written yet; not those that ended without a contract. */
export async function tendersToExtend(reader: Reader, outageId: string, span: OutageSpan): Promise<string[]> {
  const { from, until } = outageReaches(span);
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM tenders
      WHERE published_at IS NOT NULL AND state NOT IN ('failed', 'cancelled')
        AND (bids_close_at BETWEEN $2 AND $3 OR (bids_close_at IS NULL AND applications_close_at BETWEEN $2 AND $3))
        AND NOT EXISTS (SELECT FROM outage_extensions WHERE outage_id = $1 AND tender_id = tenders.id)
      ORDER BY bids_close_at, id`,
    [outageId, from, until],
  );
  return rows.map((one) => one.id);
}

/** Whether another confirmed outage covers part of the same time. */
export async function overlapsConfirmed(reader: Reader, { from, to }: OutageSpan): Promise<boolean> {
  const rows = await reader.query(
    'SELECT 1 FROM outages WHERE confirmed_at IS NOT NULL AND tstzrange(from_at, to_at) && tstzrange($1, $2)',
    [from, to],
  );
  return rows.length > 0;
}
