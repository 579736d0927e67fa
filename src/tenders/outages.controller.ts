import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ConfirmOutage } from './confirm-outage.js';
import { OutageBody } from './outage.dto.js';
import type { OutageAnswer } from './outages.queries.js';
import { ReadOutages } from './read-outages.js';
import { RegisterOutage } from './register-outage.js';

/** When the platform could not be reached, and which deadlines moved for it. */
@Controller('v1/outages')
export class OutagesController {
  constructor(
    private readonly registering: RegisterOutage,
    private readonly confirming: ConfirmOutage,
    private readonly reading: ReadOutages,
  ) {}

  @Policy('registrar')
  @Creates()
  @Post()
  register(@By() actor: Actor, @Body() body: OutageBody): Promise<OutageAnswer> {
    return this.registering.run(actor, body);
  }

  @Policy('registrar', 'supervisor')
  @Creates()
  @Post(':id/confirmation')
  confirm(@By() actor: Actor, @IdParam() id: string): Promise<OutageAnswer> {
    return this.confirming.run(actor, id);
  }

  @Policy('public')
  @Get()
  list(@Query() query: PageQuery): Promise<Page<OutageAnswer>> {
    return this.reading.list(query);
  }

  @Policy('public')
  @Get(':id')
  read(@IdParam() id: string): Promise<OutageAnswer> {
    return this.reading.one(id);
  }
}
