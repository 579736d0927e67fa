import { Injectable } from '@nestjs/common';
import { limitOf, pageOf, type Page } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import type { ArchiveSearch } from './search.dto.js';
import { searchArchive, type FoundTender } from './search.queries.js';

/** For auditors: procurements by supplier, officer, rule overridden, amount, day and words. Bids that are still sealed are found by nothing. */
@Injectable()
export class SearchArchive {
  constructor(private readonly reads: Reads) {}

  async run(query: ArchiveSearch): Promise<Page<FoundTender>> {
    const limit = limitOf(query);
    return pageOf(await searchArchive(this.reads, query, { after: query.after ?? null, limit: limit + 1 }), limit);
  }
}
