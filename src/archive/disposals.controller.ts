import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import type { Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ApproveDisposal } from './approve-disposal.js';
import { DisposalBody, DisposalQuery } from './archive.dto.js';
import type { DisposalRecord } from './disposals.queries.js';
import { ReadDisposals } from './read-disposals.js';
import { RefuseDisposal } from './refuse-disposal.js';

@Controller('v1/archive/disposals')
export class DisposalsController {
  constructor(
    private readonly reading: ReadDisposals,
    private readonly approving: ApproveDisposal,
    private readonly refusing: RefuseDisposal,
  ) {}

  @Policy('auditor', 'supervisor')
  @Get()
  list(@Query() query: DisposalQuery): Promise<Page<DisposalRecord>> {
    return this.reading.list(query);
  }

  @Policy('auditor', 'supervisor')
  @Get(':id')
  one(@IdParam() id: string): Promise<DisposalRecord> {
    return this.reading.one(id);
  }

  /** The second of two lets the record be destroyed. */
  @Policy('auditor', 'supervisor')
  @Creates()
  @Post(':id/approvals')
  approve(@By() actor: Actor, @IdParam() id: string): Promise<DisposalRecord> {
    return this.approving.run(actor, id);
  }

  @Policy('auditor', 'supervisor')
  @Creates()
  @Post(':id/refusal')
  refuse(@By() actor: Actor, @IdParam() id: string, @Body() body: DisposalBody): Promise<DisposalRecord> {
    return this.refusing.run(actor, id, body);
  }
}
