import type { Readable } from 'node:stream';
import { Controller, Get, Headers, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { TakesStream } from '../platform/body-type.guard.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AddDocument, type DocumentAnswer } from './add-document.js';
import { noticeIn } from './notice-page.js';
import { ReadDocument, type DocumentsAnswer } from './read-document.js';
import { ReadTenders, type NoticeAnswer, type TimelineEntry } from './read-tenders.js';
import { DocumentQuery } from './tender.dto.js';

/** What a tender leaves behind: notices, documents, what happened. */
@Controller('v1/tenders/:id')
export class TenderRecordController {
  constructor(
    private readonly reading: ReadTenders,
    private readonly adding: AddDocument,
    private readonly documents: ReadDocument,
  ) {}

  @Policy('public')
  @Delegated()
  @Get('timeline')
  timeline(@ByOrNobody() actor: Actor | null, @IdParam() id: string, @Query() page: PageQuery): Promise<Page<TimelineEntry>> {
    return this.reading.timeline(actor, id, page);
  }

  @Policy('public')
  @Delegated()
  @Get('notices')
  notices(@ByOrNobody() actor: Actor | null, @IdParam() id: string, @Query() page: PageQuery): Promise<Page<NoticeAnswer>> {
    return this.reading.notices(actor, id, page);
  }

  /** As JSON, or as a page for people where the client prefers text/html. */
  @Policy('public')
  @Delegated()
  @Get('notices/:version')
  async notice(
    @ByOrNobody() actor: Actor | null,
    @IdParam() id: string,
    @Param('version') version: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NoticeAnswer | string> {
    return noticeIn(accept, await this.reading.notice(actor, id, version), reply);
  }

  /** A procurement document: the body is the file, its name in Content-Disposition, its SHA-256 in Content-Digest; what it is, in the query. */
  @Policy('procurer')
  @Creates()
  @TakesStream('*')
  @Delegated('tender')
  @Post('documents')
  add(
    @By() actor: Actor,
    @IdParam() id: string,
    @Query() about: DocumentQuery,
    @Req() request: FastifyRequest,
  ): Promise<DocumentAnswer> {
    return this.adding.run(actor, id, { headers: request.headers, about, stream: request.body as Readable | undefined });
  }

  @Policy('public')
  @Delegated()
  @Get('documents')
  list(@ByOrNobody() actor: Actor | null, @IdParam() id: string, @Query() page: PageQuery): Promise<DocumentsAnswer> {
    return this.documents.list(actor, id, page);
  }

  @Policy('public')
  @Delegated()
  @Get('documents/:documentId')
  download(
    @ByOrNobody() actor: Actor | null,
    @IdParam() id: string,
    @IdParam('documentId') documentId: string,
    @Headers('range') range: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.documents.run(actor, id, documentId, range, reply);
  }
}
