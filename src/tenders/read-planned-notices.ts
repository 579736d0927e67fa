import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { PlannedNoticeQuery } from './planned-notice.dto.js';
import { readablePlannedNotice, readablePlannedNotices, type PlannedNoticeAnswer } from './planned-notices.queries.js';

/** Planned procurements as everybody reads them; drafts for their own organisation. */
@Injectable()
export class ReadPlannedNotices {
  constructor(private readonly reads: Reads) {}

  list(actor: Actor | null, query: PlannedNoticeQuery): Promise<Page<PlannedNoticeAnswer>> {
    return readablePlannedNotices(this.reads, actor, query);
  }

  /** Throws Refusal 404. */
  async one(actor: Actor | null, id: string): Promise<PlannedNoticeAnswer> {
    const found = await readablePlannedNotice(this.reads, actor, id);
    if (!found) throw unknownResource();
    return found;
  }
}
