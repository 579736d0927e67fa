import type { Readable } from 'node:stream';
import { Controller, Get, Headers, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { TakesStream } from '../platform/body-type.guard.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ApproveRedaction } from './approve-redaction.js';
import { ProposeRedaction, type RedactionAnswer } from './propose-redaction.js';
import { ReadRedactions } from './read-redactions.js';

/** Documents without what the public may not read. */
@Controller('v1/tenders/:id')
export class RedactionsController {
  constructor(
    private readonly proposing: ProposeRedaction,
    private readonly approving: ApproveRedaction,
    private readonly reading: ReadRedactions,
  ) {}

  /** The body is the redacted PDF; the header `Redaction` (base64 of JSON) says which texts must not be in it any more, and why. */
  @Policy('procurer')
  @Creates()
  @TakesStream('*')
  @Post('documents/:documentId/redactions')
  propose(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('documentId') documentId: string,
    @Req() request: FastifyRequest,
  ): Promise<RedactionAnswer> {
    const { headers, body } = request;
    return this.proposing.run(actor, id, documentId, { headers, stream: body as Readable | undefined });
  }

  @Policy('approver')
  @Creates()
  @Post('redactions/:redactionId/approval')
  approve(@By() actor: Actor, @IdParam() id: string, @IdParam('redactionId') redactionId: string): Promise<RedactionAnswer> {
    return this.approving.run(actor, id, redactionId);
  }

  @Policy('procurer', 'approver', 'supervisor', 'auditor')
  @Get('redactions')
  list(@By() actor: Actor, @IdParam() id: string): Promise<{ items: RedactionAnswer[] }> {
    return this.reading.list(actor, id);
  }

  /** The redacted file, for those who are to approve it. */
  @Policy('procurer', 'approver', 'supervisor', 'auditor')
  @Get('redactions/:redactionId')
  file(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('redactionId') redactionId: string,
    @Headers('range') range: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.reading.file(actor, id, redactionId, range, reply);
  }
}
