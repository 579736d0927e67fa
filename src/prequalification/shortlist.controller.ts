import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import type { Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { QualifiedQuery, ShortlistBody } from './application.dto.js';
import type { StandingQualification } from './applications.queries.js';
import type { ShortlistAnswer } from './present-shortlist.js';
import { ReadApplications } from './read-applications.js';
import { ReadShortlist } from './read-shortlist.js';
import { ShortlistApplicants } from './shortlist-applicants.js';

@Controller('v1')
export class ShortlistController {
  constructor(
    private readonly shortlisting: ShortlistApplicants,
    private readonly reading: ReadShortlist,
    private readonly applications: ReadApplications,
  ) {}

  @Policy('procurer', 'approver')
  @Creates()
  @Delegated('prequalification')
  @Post('tenders/:id/shortlist')
  shortlist(@By() actor: Actor, @IdParam() id: string, @Body() body: ShortlistBody): Promise<ShortlistAnswer> {
    return this.shortlisting.run(actor, id, body);
  }

  @Policy('public')
  @Delegated()
  @Get('tenders/:id/shortlist')
  read(@ByOrNobody() actor: Actor | null, @IdParam() id: string): Promise<ShortlistAnswer> {
    return this.reading.run(actor, id);
  }

  /** Standing qualifications (供应商库): an application to the same procuring entity may be based on one. */
  @Policy('public')
  @Get('qualified-suppliers')
  qualified(@ByOrNobody() actor: Actor | null, @Query() query: QualifiedQuery): Promise<Page<StandingQualification>> {
    return this.applications.qualified(actor, query);
  }
}
