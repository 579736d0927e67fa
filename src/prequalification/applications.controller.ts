import type { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Post,
  Put,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { TakesStream } from '../platform/body-type.guard.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AddApplicationDocument } from './add-application-document.js';
import { ApplicationBody, ApplicationDecisionBody } from './application.dto.js';
import type { ApplicationDocument } from './applications.queries.js';
import { DecideApplication } from './decide-application.js';
import { HandInApplication } from './hand-in-application.js';
import type { ApplicationAnswer } from './present-application.js';
import { ReadApplications } from './read-applications.js';
import { WithdrawApplication } from './withdraw-application.js';

@Controller('v1/tenders/:id/applications')
export class ApplicationsController {
  constructor(
    private readonly handingIn: HandInApplication,
    private readonly withdrawing: WithdrawApplication,
    private readonly adding: AddApplicationDocument,
    private readonly deciding: DecideApplication,
    private readonly reading: ReadApplications,
  ) {}

  @Policy('supplier')
  @Creates()
  @Delegated('apply')
  @Post()
  apply(@By() actor: Actor, @IdParam() id: string, @Body() body: ApplicationBody): Promise<ApplicationAnswer> {
    return this.handingIn.run(actor, id, 'submission', body);
  }

  @Policy('supplier')
  @Delegated('apply')
  @Get('mine')
  mine(@By() actor: Actor, @IdParam() id: string): Promise<ApplicationAnswer> {
    return this.reading.mine(actor, id);
  }

  @Policy('supplier')
  @Creates()
  @Delegated('apply')
  @Put('mine')
  replace(@By() actor: Actor, @IdParam() id: string, @Body() body: ApplicationBody): Promise<ApplicationAnswer> {
    return this.handingIn.run(actor, id, 'replacement', body);
  }

  @Policy('supplier')
  @Creates()
  @HttpCode(200)
  @Delegated('apply')
  @Delete('mine')
  withdraw(@By() actor: Actor, @IdParam() id: string): Promise<ApplicationAnswer> {
    return this.withdrawing.run(actor, id);
  }

  /** The body is the file, its name in Content-Disposition, its SHA-256 in Content-Digest. */
  @Policy('supplier')
  @Creates()
  @TakesStream('*')
  @Delegated('apply')
  @Post('mine/documents')
  add(@By() actor: Actor, @IdParam() id: string, @Req() request: FastifyRequest): Promise<ApplicationDocument> {
    return this.adding.run(actor, id, { headers: request.headers, stream: request.body as Readable | undefined });
  }

  @Policy('procurer', 'approver')
  @Delegated('prequalification')
  @Get()
  list(@By() actor: Actor, @IdParam() id: string, @Query() page: PageQuery): Promise<Page<ApplicationAnswer>> {
    return this.reading.list(actor, id, page);
  }

  @Policy('procurer', 'approver')
  @Delegated('prequalification')
  @Get(':applicationId')
  one(@By() actor: Actor, @IdParam() id: string, @IdParam('applicationId') applicationId: string): Promise<ApplicationAnswer> {
    return this.reading.one(actor, id, applicationId);
  }

  @Policy('procurer', 'approver')
  @Delegated('prequalification')
  @Get(':applicationId/documents/:documentId')
  document(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('applicationId') applicationId: string,
    @IdParam('documentId') documentId: string,
    @Headers('range') range: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.reading.document(actor, id, { applicationId, documentId }, range, reply);
  }

  @Policy('procurer', 'approver')
  @Creates()
  @Delegated('prequalification')
  @Post(':applicationId/decision')
  decide(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('applicationId') applicationId: string,
    @Body() body: ApplicationDecisionBody,
  ): Promise<ApplicationAnswer> {
    return this.deciding.run(actor, id, applicationId, body);
  }
}
