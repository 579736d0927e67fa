import { Body, Controller, Get, Headers, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { DraftPlannedNotice } from './draft-planned-notice.js';
import { PlannedNoticeBody, PlannedNoticeChanges, PlannedNoticeQuery, PlannedWithdrawalBody } from './planned-notice.dto.js';
import { plannedNoticeIn } from './planned-notice-page.js';
import type { PlannedNoticeAnswer, PlannedNoticeVersion } from './planned-notices.queries.js';
import { PublishPlannedNotice } from './publish-planned-notice.js';
import { ReadPlannedNotices } from './read-planned-notices.js';
import { RevisePlannedNotice } from './revise-planned-notice.js';
import { WithdrawPlannedNotice } from './withdraw-planned-notice.js';

/** Planned procurements (采购意向公开, art. 51). */
@Controller('v1/planned-notices')
export class PlannedNoticesController {
  constructor(
    private readonly reading: ReadPlannedNotices,
    private readonly drafting: DraftPlannedNotice,
    private readonly revising: RevisePlannedNotice,
    private readonly publishing: PublishPlannedNotice,
    private readonly withdrawing: WithdrawPlannedNotice,
  ) {}

  @Policy('public')
  @Get()
  list(@ByOrNobody() actor: Actor | null, @Query() query: PlannedNoticeQuery): Promise<Page<PlannedNoticeAnswer>> {
    return this.reading.list(actor, query);
  }

  /** As JSON, or, once it is published, as a page for people where the client prefers text/html. */
  @Policy('public')
  @Get(':id')
  async read(
    @ByOrNobody() actor: Actor | null,
    @IdParam() id: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PlannedNoticeAnswer | string> {
    return plannedNoticeIn(accept, await this.reading.one(actor, id), reply);
  }

  @Policy('public')
  @Get(':id/versions')
  versions(
    @ByOrNobody() actor: Actor | null,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<PlannedNoticeVersion>> {
    return this.reading.versions(actor, id, query);
  }

  @Policy('procurer', 'approver')
  @Patch(':id')
  revise(@By() actor: Actor, @IdParam() id: string, @Body() body: PlannedNoticeChanges): Promise<PlannedNoticeAnswer> {
    return this.revising.run(actor, id, body);
  }

  @Policy('procurer')
  @Creates()
  @Post()
  draft(@By() actor: Actor, @Body() body: PlannedNoticeBody): Promise<PlannedNoticeAnswer> {
    return this.drafting.run(actor, body);
  }

  @Policy('approver')
  @Creates()
  @Post(':id/publication')
  publish(@By() actor: Actor, @IdParam() id: string): Promise<PlannedNoticeAnswer> {
    return this.publishing.run(actor, id);
  }

  @Policy('procurer', 'approver')
  @Creates()
  @Post(':id/withdrawal')
  withdraw(@By() actor: Actor, @IdParam() id: string, @Body() body: PlannedWithdrawalBody): Promise<PlannedNoticeAnswer> {
    return this.withdrawing.run(actor, id, body);
  }
}
