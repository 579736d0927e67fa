import { Controller, Get, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdParam } from '../platform/params.js';
import { Policy } from '../platform/policy.js';
import { ConsistencyQuery } from './log.dto.js';
import { ReadEntryProof } from './read-entry-proof.js';
import { ReadLog, type ConsistencyAnswer } from './read-log.js';

@Controller('v1/log')
export class LogController {
  constructor(
    private readonly log: ReadLog,
    private readonly entryProof: ReadEntryProof,
  ) {}

  /** The verifier keys of the log (C2SP signed-note). */
  @Policy('public')
  @Get('key')
  key(@Res({ passthrough: true }) reply: FastifyReply): string {
    return this.log.key(reply);
  }

  /** C2SP tlog-tiles: the checkpoint, with its cosignatures. */
  @Policy('public')
  @Get('checkpoint')
  checkpoint(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return this.log.checkpoint(request, reply);
  }

  /** C2SP tlog-tiles: `{level}/{N}[.p/{W}]`, or `entries` for the level. */
  @Policy('public')
  @Get(['tile/:level/:a', 'tile/:level/:a/:b', 'tile/:level/:a/:b/:c', 'tile/:level/:a/:b/:c/:d'])
  tile(
    @Param() path: Record<string, string>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return this.log.tile(['level', 'a', 'b', 'c', 'd'].flatMap((name) => path[name] ?? []).join('/'), request, reply);
  }

  @Policy('public')
  @Get('entries/:id/proof')
  proof(@IdParam() id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.entryProof.run(id, reply);
  }

  @Policy('public')
  @Get('consistency')
  consistency(@Query() query: ConsistencyQuery): Promise<ConsistencyAnswer> {
    return this.log.consistency(query);
  }
}
