import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import type { Page } from '../platform/paging.js';
import { Policy } from '../platform/policy.js';
import { ExportSearch } from './export-search.js';
import { ReadAccesses, type Access } from './read-accesses.js';
import { AccessQuery, ArchiveExport, ArchiveSearch } from './search.dto.js';
import { SearchArchive } from './search-archive.js';
import type { FoundTender } from './search.queries.js';

@Controller('v1/archive')
export class SearchController {
  constructor(
    private readonly searching: SearchArchive,
    private readonly exporting: ExportSearch,
    private readonly accesses: ReadAccesses,
  ) {}

  @Policy('auditor', 'supervisor')
  @Get('search')
  search(@Query() query: ArchiveSearch): Promise<Page<FoundTender>> {
    return this.searching.run(query);
  }

  /** Everything found, as a file; recorded. */
  @Policy('auditor', 'supervisor')
  @Get('search/export')
  export(@By() actor: Actor, @Query() query: ArchiveExport): Promise<StreamableFile> {
    return this.exporting.run(actor, query);
  }

  /** Who read what that was confidential. */
  @Policy('auditor', 'supervisor')
  @Get('accesses')
  read(@Query() query: AccessQuery): Promise<Page<Access>> {
    return this.accesses.run(query);
  }
}
