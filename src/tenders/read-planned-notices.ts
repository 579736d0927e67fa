import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { PlannedNoticeQuery } from './planned-notice.dto.js';
import {
  readablePlannedNotice,
  readablePlannedNotices,
  versionsOfPlannedNotice,
  type PlannedNoticeAnswer,
  type PlannedNoticeVersion,
} from './planned-notices.queries.js';

/** Planned procurements as everybody reads them; drafts for their own organisation. */
@Injectable()
export class ReadPlannedNotices {
  constructor(private readonly reads: Reads) {}

  list(actor: Actor | null, query: PlannedNoticeQuery): Promise<Page<PlannedNoticeAnswer>> {
    return readablePlannedNotices(this.reads, actor, query);
  }

  /** What everybody could read and can read, each from its moment on. Throws Refusal 404. */
  async versions(actor: Actor | null, id: string, query: PageQuery): Promise<Page<PlannedNoticeVersion>> {
    await this.one(actor, id);
    return versionsOfPlannedNotice(this.reads, id, query);
  }

  /** Throws Refusal 404. */
  async one(actor: Actor | null, id: string): Promise<PlannedNoticeAnswer> {
    const found = await readablePlannedNotice(this.reads, actor, id);
    if (!found) throw unknownResource();
    return found;
  }
}
