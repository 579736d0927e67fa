import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { type DeputyAnswer } from './deputies.queries.js';
import { DeputyBody } from './deputy.dto.js';
import { EndDeputy } from './end-deputy.js';
import { NameDeputy } from './name-deputy.js';
import { ReadDeputies } from './read-deputies.js';

/** Who stands in for the caller, and for whom the caller does (请假代理). */
@Controller('v1/me/deputies')
export class DeputiesController {
  constructor(
    private readonly reading: ReadDeputies,
    private readonly naming: NameDeputy,
    private readonly ending: EndDeputy,
  ) {}

  @Policy('authenticated')
  @Get()
  list(@By() actor: Actor, @Query() query: PageQuery): Promise<Page<DeputyAnswer>> {
    return this.reading.run(actor, query);
  }

  @Policy('authenticated')
  @Creates()
  @Post()
  name(@By() actor: Actor, @Body() body: DeputyBody): Promise<DeputyAnswer> {
    return this.naming.run(actor, body);
  }

  @Policy('authenticated')
  @Creates()
  @HttpCode(200)
  @Delete(':id')
  end(@By() actor: Actor, @IdParam() id: string): Promise<DeputyAnswer> {
    return this.ending.run(actor, id);
  }
}
