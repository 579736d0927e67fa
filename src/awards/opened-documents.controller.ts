import { Controller, Get, Headers, Param, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Policy } from '../platform/policy.js';
import { ReadOpenedDocument } from './read-opened-document.js';

@Controller('v1')
export class OpenedDocumentsController {
  constructor(private readonly reading: ReadOpenedDocument) {}

  /** A document of an opened bid, by the SHA-256 that the bid lists; whole or one range of it. */
  @Delegated('award')
  @Get('tenders/:id/opened-bids/:bidId/documents/:sha256')
  @Policy('evaluator', 'procurer', 'approver', 'supervisor', 'auditor')
  read(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('bidId') bidId: string,
    @Param('sha256') sha256: string,
    @Headers('range') range: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.reading.run(actor, id, { bidId, sha256 }, range, reply);
  }
}
