import { Body, Controller, Get, Headers, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AwardDirectly } from './award-directly.js';
import { DirectAwardBody } from './direct-award.dto.js';
import type { AwardAnswer } from './present-award.js';
import { ReadSourceReport, type SourceReportAnswer } from './read-source-report.js';
import { sourceReportIn } from './source-report-page.js';

/** The end of a single-source procedure: its award and its report (art. 48). */
@Controller('v1/tenders/:id')
export class DirectAwardsController {
  constructor(
    private readonly awarding: AwardDirectly,
    private readonly reports: ReadSourceReport,
  ) {}

  @Policy('procurer')
  @Creates()
  @Delegated('award')
  @Post('direct-award')
  award(@By() actor: Actor, @IdParam() id: string, @Body() body: DirectAwardBody): Promise<AwardAnswer> {
    return this.awarding.run(actor, id, body);
  }

  /** As JSON, or as a page for people where the client prefers text/html. */
  @Policy('public')
  @Get('single-source-report')
  async report(
    @ByOrNobody() actor: Actor | null,
    @IdParam() id: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SourceReportAnswer | string> {
    return sourceReportIn(accept, await this.reports.run(actor, id), reply);
  }
}
