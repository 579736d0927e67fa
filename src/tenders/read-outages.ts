import { Injectable } from '@nestjs/common';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { oneOutage, pageOfOutages, type OutageAnswer } from './outages.queries.js';

/** The register is public; who registered and who confirmed is in the archive. */
@Injectable()
export class ReadOutages {
  constructor(private readonly reads: Reads) {}

  list(query: PageQuery): Promise<Page<OutageAnswer>> {
    return pageOfOutages(this.reads, query);
  }

  async one(id: string): Promise<OutageAnswer> {
    const found = await oneOutage(this.reads, id);
    if (!found) throw unknownResource();
    return found;
  }
}
