import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import type { Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { CloseFlag } from './close-flag.js';
import { FlagsQuery, ReasonsBody } from './decision.dto.js';
import type { ComplainantFlag } from './complainant-flag.entity.js';
import { ReadFlags } from './read-flags.js';

/** Suppliers whose complaints were not proven again and again: for a person to look at. */
@Controller('v1/complainant-flags')
export class FlagsController {
  constructor(
    private readonly reading: ReadFlags,
    private readonly closing: CloseFlag,
  ) {}

  @Policy('reviewer')
  @Get()
  list(@By() actor: Actor, @Query() query: FlagsQuery): Promise<Page<ComplainantFlag>> {
    return this.reading.run(actor, query);
  }

  @Policy('reviewer')
  @Creates()
  @Post(':id/closure')
  close(@By() actor: Actor, @IdParam() id: string, @Body() body: ReasonsBody): Promise<ComplainantFlag> {
    return this.closing.run(actor, id, body);
  }
}
