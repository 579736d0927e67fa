import { Injectable } from '@nestjs/common';
import { unknownResource } from '../platform/refusal.js';
import type { Page } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import type { DisposalQuery } from './archive.dto.js';
import { manyDisposals, oneDisposal, type DisposalRecord } from './disposals.queries.js';

/** What is to be destroyed, and what was: of whom, by whom, why. */
@Injectable()
export class ReadDisposals {
  constructor(private readonly reads: Reads) {}

  list(query: DisposalQuery): Promise<Page<DisposalRecord>> {
    return manyDisposals(this.reads, query);
  }

  async one(id: string): Promise<DisposalRecord> {
    const found = await oneDisposal(this.reads, id);
    if (!found) throw unknownResource();
    return found;
  }
}
