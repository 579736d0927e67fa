import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Instant } from '../rules/moment.js';
import { headingOf, type HeadedNotice } from './notice-heading.js';
import type { NoticeKind } from './notice.entity.js';
import type { TenderAnswer } from './present-tender.js';
import type { TenderQuery } from './tender.dto.js';
import type { Text } from './tender.entity.js';
import { successorsOf, type LinkedTender } from './retender.js';
import { mayRead, readableTender, readableTenders, type TenderSummary } from './tenders.queries.js';

export interface NoticeAnswer {
  id: string;
  tenderId: string;
  version: number;
  kind: NoticeKind;
  url: string;
  /** Derived from the kind and the procurement; the content says the same and more. */
  title: Text;
  summary: Text;
  publishedAt: Instant;
  contentSha256: string;
  content: Record<string, unknown>;
  /** Of a failure or cancellation: what was published since to tender it again. Not part of the content. */
  successors?: LinkedTender[];
}

export interface TimelineEntry {
  id: string;
  type: string;
  article: number | null;
  subject: { kind: string; id: string | null };
  recordedAt: Instant;
}

type NoticeRow = Omit<NoticeAnswer, 'url' | 'title' | 'summary'> & HeadedNotice & { successors: LinkedTender[] };

const notices = `
  SELECT notice.id, notice.tender_id AS "tenderId", notice.version, notice.kind, notice.published_at AS "publishedAt",
         notice.content_sha256 AS "contentSha256", notice.content, tender.title AS "tenderTitle",
         tender.reference_number AS "referenceNumber", procurer.name AS "procurerName",
         ${successorsOf('tender.id')} AS successors
    FROM tender_notices notice JOIN tenders tender ON tender.id = notice.tender_id
    JOIN organizations procurer ON procurer.id = tender.procurer_id
   WHERE notice.tender_id = $1`;

/** What anybody may read of a published tender, and its own organisation of a draft. Throws Refusal 404 for the others. */
@Injectable()
export class ReadTenders {
  constructor(private readonly reads: Reads) {}

  list(actor: Actor | null, query: TenderQuery): Promise<Page<TenderSummary>> {
    return readableTenders(this.reads, actor, query);
  }

  async one(actor: Actor | null, id: string): Promise<TenderAnswer> {
    const found = await readableTender(this.reads, actor, id);
    if (!found) throw unknownResource();
    return found;
  }

  /** Oldest first. */
  async notices(actor: Actor | null, id: string, page: PageQuery): Promise<Page<NoticeAnswer>> {
    await this.requireReadable(actor, id);
    const limit = limitOf(page);
    const rows = await this.reads.query<NoticeRow>(
      `${notices} AND ($2::uuid IS NULL OR notice.version > (SELECT version FROM tender_notices WHERE id = $2 AND tender_id = $1))
         ORDER BY notice.version LIMIT $3`,
      [id, page.after ?? null, limit + 1],
    );
    return pageOf(rows.map(presentNotice), limit);
  }

  async notice(actor: Actor | null, id: string, version: string): Promise<NoticeAnswer> {
    await this.requireReadable(actor, id);
    const wanted = /^[1-9]\d{0,5}$/.test(version) ? Number(version) : 0;
    const rows = await this.reads.query<NoticeRow>(`${notices} AND notice.version = $2`, [id, wanted]);
    if (!rows[0]) throw unknownResource();
    return presentNotice(rows[0]);
  }

  /** What happened, from the audit entries, oldest first: who did it and what it said stay in the archive. */
  async timeline(actor: Actor | null, id: string, page: PageQuery): Promise<Page<TimelineEntry>> {
    await this.requireReadable(actor, id);
    const limit = limitOf(page);
    const rows = await this.reads.query<TimelineEntry>(
      `SELECT id, type, article, json_build_object('kind', subject_kind, 'id', subject_id) AS subject, recorded_at AS "recordedAt"
         FROM audit_entries
        WHERE tender_id = $1 AND NOT sealed AND type NOT LIKE '%-refused' AND split_part(type, '.', 1) = ANY ($4)
          AND ($2::uuid IS NULL OR inserted > (SELECT inserted FROM audit_entries WHERE id = $2 AND tender_id = $1))
        ORDER BY inserted LIMIT $3`,
      [id, page.after ?? null, limit + 1, ['tender', 'notice', 'document', 'single-source', 'award', 'contract', 'enquiry']],
    );
    return pageOf(rows, limit);
  }

  async requireReadable(actor: Actor | null, id: string): Promise<void> {
    if (!(await mayRead(this.reads, actor, id))) throw unknownResource();
  }
}

function presentNotice(row: NoticeRow): NoticeAnswer {
  const { id, tenderId, version, kind, publishedAt, contentSha256, content } = row;
  const followed = ['failure', 'cancellation'].includes(kind) ? { successors: row.successors } : {};
  const url = `/v1/tenders/${tenderId}/notices/${version}`;
  return { id, tenderId, version, kind, url, ...headingOf(row), publishedAt, contentSha256, content, ...followed };
}
