import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { MandateBody } from './delegation.dto.js';
import { EndDelegation } from './end-delegation.js';
import { GrantMandate } from './grant-mandate.js';
import type { DelegationAnswer } from './present-delegation.js';
import { ReadDelegations } from './read-delegations.js';

@Controller('v1/organizations/:id/mandates')
export class MandatesController {
  constructor(
    private readonly granting: GrantMandate,
    private readonly ending: EndDelegation,
    private readonly reading: ReadDelegations,
  ) {}

  @Policy('authenticated')
  @Creates()
  @Post()
  grant(@By() actor: Actor, @IdParam() id: string, @Body() body: MandateBody): Promise<DelegationAnswer> {
    return this.granting.run(actor, id, body);
  }

  @Policy('authenticated')
  @Get()
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<DelegationAnswer>> {
    return this.reading.list(actor, 'mandate', id, query);
  }

  @Policy('authenticated')
  @Get(':mandateId')
  one(@By() actor: Actor, @IdParam() id: string, @IdParam('mandateId') mandateId: string): Promise<DelegationAnswer> {
    return this.reading.one(actor, 'mandate', id, mandateId);
  }

  @Delete(':mandateId')
  @HttpCode(200)
  @Policy('authenticated')
  @Creates()
  end(@By() actor: Actor, @IdParam() id: string, @IdParam('mandateId') mandateId: string): Promise<DelegationAnswer> {
    return this.ending.run(actor, 'mandate', id, mandateId);
  }
}
