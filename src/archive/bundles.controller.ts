import { Controller, Get, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { IdParam } from '../platform/params.js';
import { Policy } from '../platform/policy.js';
import { ReadBundle } from './read-bundle.js';

@Controller('v1/archive/tenders')
export class BundlesController {
  constructor(private readonly bundles: ReadBundle) {}

  /** The whole record of a procurement as a tar of a BagIt bag (RFC 8493) that anybody can check: `npm run verify -- bundle`. */
  @Policy('auditor')
  @Get(':id/bundle')
  read(@By() actor: Actor, @IdParam() id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return this.bundles.run(actor, id, reply);
  }
}
