import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ArchivePage, DisposalBody } from './archive.dto.js';
import type { DisposalRecord } from './disposals.queries.js';
import { ProposeDisposal } from './propose-disposal.js';
import { ReadArchive, type ArchiveAnswer } from './read-archive.js';

@Controller('v1/archive/tenders')
export class ArchiveController {
  constructor(
    private readonly readArchive: ReadArchive,
    private readonly proposeDisposal: ProposeDisposal,
  ) {}

  @Policy('auditor', 'supervisor')
  @Get(':id')
  read(@IdParam() id: string, @Query() page: ArchivePage): Promise<ArchiveAnswer> {
    return this.readArchive.run(id, page);
  }

  @Policy('auditor')
  @Creates()
  @Post(':id/disposals')
  dispose(@By() actor: Actor, @IdParam() id: string, @Body() body: DisposalBody): Promise<DisposalRecord> {
    return this.proposeDisposal.run(actor, id, body);
  }
}
