import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import type { Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { CloseRedFlag } from './close-red-flag.js';
import { ReadRedFlags } from './read-red-flags.js';
import { RedFlagClosureBody, RedFlagQuery } from './red-flag.dto.js';
import type { RedFlagRecord } from './red-flag.entity.js';

/** Findings for a person, never verdicts. */
@Controller('v1/archive/red-flags')
export class RedFlagsController {
  constructor(
    private readonly reading: ReadRedFlags,
    private readonly closing: CloseRedFlag,
  ) {}

  @Policy('auditor', 'supervisor')
  @Get()
  list(@Query() query: RedFlagQuery): Promise<Page<RedFlagRecord>> {
    return this.reading.list(query);
  }

  @Policy('auditor', 'supervisor')
  @Get(':id')
  one(@IdParam() id: string): Promise<RedFlagRecord> {
    return this.reading.one(id);
  }

  @Policy('auditor')
  @Creates()
  @Post(':id/closure')
  close(@By() actor: Actor, @IdParam() id: string, @Body() body: RedFlagClosureBody): Promise<RedFlagRecord> {
    return this.closing.run(actor, id, body);
  }
}
