import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import type { Category } from '../rules/art-47-scope.js';
import type { Breaches } from '../rules/breach.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { PlannedNoticeQuery } from './planned-notice.dto.js';
import type { PlannedNoticeContent, PlannedNoticeState } from './planned-notice.entity.js';
import type { MoneyValue, Text } from './tender.entity.js';
import { searchForm } from './tenders.queries.js';

export type PlannedNoticeAnswer = PlannedNoticeContent & {
  id: string;
  version: number;
  state: PlannedNoticeState;
  procurer: { id: string; name: Text };
  title: Text;
  description: Text;
  category: Category;
  itemClass: string | null;
  budget: MoneyValue | null;
  plannedNoticeOn: CivilDate;
  warnings: Breaches;
  createdAt: Instant;
  publishedAt: Instant | null;
  /** Hex SHA-256 of the RFC 8785 form of what was published last; null before. */
  contentSha256: string | null;
  withdrawnAt: Instant | null;
  withdrawalReason: Text | null;
  /** The procurements whose bid period rests on it. */
  tenders: { id: string; referenceNumber: string; title: Text; publishedAt: Instant }[];
};

interface Row extends Omit<PlannedNoticeAnswer, keyof PlannedNoticeContent> {
  content: PlannedNoticeContent;
}

const selected = `
  SELECT planned.id, planned.version, planned.state, json_build_object('id', procurer.id, 'name', procurer.name) AS procurer, planned.title,
         planned.description, planned.category, planned.item_class AS "itemClass",
         CASE WHEN planned.budget IS NOT NULL THEN json_build_object('amount', planned.budget::text, 'currency', 'CNY') END AS budget,
         planned.planned_notice_on AS "plannedNoticeOn", planned.warnings, planned.created_at AS "createdAt",
         planned.published_at AS "publishedAt", planned.withdrawn_at AS "withdrawnAt", planned.withdrawal_reason AS "withdrawalReason",
         planned.content,
         (SELECT content_sha256 FROM planned_notice_versions WHERE planned_notice_id = planned.id AND kind <> 'withdrawal'
           ORDER BY published_at DESC, id DESC LIMIT 1) AS "contentSha256",
         (SELECT coalesce(json_agg(json_build_object('id', tender.id, 'referenceNumber', tender.reference_number, 'title', tender.title,
                   'publishedAt', utc_text(tender.published_at)) ORDER BY tender.id), '[]')
            FROM planned_notice_uses used JOIN tenders tender ON tender.id = used.tender_id
           WHERE used.planned_notice_id = planned.id) AS tenders
    FROM planned_notices planned JOIN organizations procurer ON procurer.id = planned.procurer_id`;

// A draft, and one withdrawn before it was published, is there for its own organisation only.
const visible = '(planned.published_at IS NOT NULL OR planned.procurer_id = $1)';

/** Null where there is none for this caller. */
export async function readablePlannedNotice(
  reader: Reader,
  actor: Actor | null,
  id: string,
): Promise<PlannedNoticeAnswer | null> {
  const rows = await reader.query<Row>(`${selected} WHERE ${visible} AND planned.id = $2`, [actor?.organizationId ?? null, id]);
  return rows[0] ? presented(rows[0]) : null;
}

/** One state of a notice as everybody could read it from a moment on; a revision names its differences. */
export interface PlannedNoticeVersion {
  id: string;
  kind: 'publication' | 'revision' | 'withdrawal';
  content: Record<string, unknown>;
  contentSha256: string;
  publishedAt: Instant;
}

/** Oldest first; none of a draft. */
export async function versionsOfPlannedNotice(reader: Reader, id: string, query: PageQuery): Promise<Page<PlannedNoticeVersion>> {
  const limit = limitOf(query);
  const rows = await reader.query<PlannedNoticeVersion>(
    `SELECT id, kind, content, content_sha256 AS "contentSha256", published_at AS "publishedAt" FROM planned_notice_versions
      WHERE planned_notice_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    [id, query.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

/** Newest first. */
export async function readablePlannedNotices(
  reader: Reader,
  actor: Actor | null,
  query: PlannedNoticeQuery,
): Promise<Page<PlannedNoticeAnswer>> {
  const limit = limitOf(query);
  const rows = await reader.query<Row>(
    `${selected} WHERE ${visible} AND ($2::uuid IS NULL OR planned.id < $2) AND ($3::uuid IS NULL OR planned.procurer_id = $3)
        AND ($4::text IS NULL OR planned.search_text LIKE $4) ORDER BY planned.id DESC LIMIT $5`,
    [
      actor?.organizationId ?? null,
      query.after ?? null,
      query.procurer ?? null,
      query.q === undefined ? null : `%${searchForm(query.q).replace(/[\\%_]/g, '\\$&')}%`,
      limit + 1,
    ],
  );
  const page = pageOf(rows, limit);
  return { items: page.items.map(presented), next: page.next };
}

function presented({ content, ...row }: Row): PlannedNoticeAnswer {
  return { ...row, ...content };
}
