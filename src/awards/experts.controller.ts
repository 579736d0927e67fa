import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { EndExpert } from './end-expert.js';
import { ExpertBody } from './expert.dto.js';
import type { Expert } from './expert.entity.js';
import { ReadExperts, type ExpertAnswer } from './read-experts.js';
import { RegisterExpert } from './register-expert.js';

/** The pool that committees are drawn from. */
@Controller('v1/experts')
export class ExpertsController {
  constructor(
    private readonly registering: RegisterExpert,
    private readonly ending: EndExpert,
    private readonly reading: ReadExperts,
  ) {}

  @Policy('registrar')
  @Creates()
  @Post()
  register(@By() actor: Actor, @Body() body: ExpertBody): Promise<Expert> {
    return this.registering.run(actor, body);
  }

  @Policy('registrar', 'supervisor', 'auditor')
  @Get()
  list(@Query() query: PageQuery): Promise<Page<ExpertAnswer>> {
    return this.reading.list(query);
  }

  @Policy('registrar')
  @Creates()
  @HttpCode(200)
  @Delete(':id')
  end(@By() actor: Actor, @IdParam() id: string): Promise<Expert> {
    return this.ending.run(actor, id);
  }
}
