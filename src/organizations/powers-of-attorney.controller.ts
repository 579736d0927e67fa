import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { PowerBody } from './delegation.dto.js';
import { EndDelegation } from './end-delegation.js';
import { GrantPower } from './grant-power.js';
import type { DelegationAnswer } from './present-delegation.js';
import { ReadDelegations } from './read-delegations.js';

@Controller('v1/organizations/:id/powers-of-attorney')
export class PowersOfAttorneyController {
  constructor(
    private readonly granting: GrantPower,
    private readonly ending: EndDelegation,
    private readonly reading: ReadDelegations,
  ) {}

  @Policy('authenticated')
  @Creates()
  @Post()
  grant(@By() actor: Actor, @IdParam() id: string, @Body() body: PowerBody): Promise<DelegationAnswer> {
    return this.granting.run(actor, id, body);
  }

  @Policy('authenticated')
  @Get()
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<DelegationAnswer>> {
    return this.reading.list(actor, 'power', id, query);
  }

  @Policy('authenticated')
  @Get(':powerId')
  one(@By() actor: Actor, @IdParam() id: string, @IdParam('powerId') powerId: string): Promise<DelegationAnswer> {
    return this.reading.one(actor, 'power', id, powerId);
  }

  @Delete(':powerId')
  @HttpCode(200)
  @Policy('authenticated')
  @Creates()
  end(@By() actor: Actor, @IdParam() id: string, @IdParam('powerId') powerId: string): Promise<DelegationAnswer> {
    return this.ending.run(actor, 'power', id, powerId);
  }
}
