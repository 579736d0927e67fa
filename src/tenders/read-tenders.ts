import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Instant } from '../rules/moment.js';
import type { NoticeKind } from './notice.entity.js';
import type { TenderAnswer } from './present-tender.js';
import type { TenderQuery } from './tender.dto.js';
import { mayRead, readableTender, readableTenders, type TenderSummary } from './tenders.queries.js';

export interface NoticeAnswer {
  id: string;
  tenderId: string;
  version: number;
  kind: NoticeKind;
  publishedAt: Instant;
  contentSha256: string;
  content: Record<string, unknown>;
}

export interface TimelineEntry {
  id: string;
  type: string;
  article: number | null;
  subject: { kind: string; id: string | null };
  recordedAt: Instant;
}

const notices = `SELECT id, tender_id AS "tenderId", version, kind, published_at AS "publishedAt", content_sha256 AS "contentSha256", content
                   FROM tender_notices WHERE tender_id = $1`;

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

  async notices(actor: Actor | null, id: string): Promise<{ items: NoticeAnswer[]; next: null }> {
    await this.requireReadable(actor, id);
    return { items: await this.reads.query<NoticeAnswer>(`${notices} ORDER BY version LIMIT 1000`, [id]), next: null };
  }

  async notice(actor: Actor | null, id: string, version: string): Promise<NoticeAnswer> {
    await this.requireReadable(actor, id);
    const wanted = /^[1-9]\d{0,5}$/.test(version) ? Number(version) : 0;
    const rows = await this.reads.query<NoticeAnswer>(`${notices} AND version = $2`, [id, wanted]);
    if (!rows[0]) throw unknownResource();
    return rows[0];
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
      [id, page.after ?? null, limit + 1, ['tender', 'notice', 'document', 'award', 'contract']],
    );
    return pageOf(rows, limit);
  }

  async requireReadable(actor: Actor | null, id: string): Promise<void> {
    if (!(await mayRead(this.reads, actor, id))) throw unknownResource();
  }
}
