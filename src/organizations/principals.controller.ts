import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { FindingBody } from './organization.dto.js';
import { PrincipalBody } from './principal.dto.js';
import type { PrincipalAnswer } from './principal.entity.js';
import { ReadPrincipals } from './read-principals.js';
import { StatePrincipal } from './state-principal.js';
import { VerifyPrincipal } from './verify-principal.js';

@Controller('v1/organizations/:id/principals')
export class PrincipalsController {
  constructor(
    private readonly stating: StatePrincipal,
    private readonly verifying: VerifyPrincipal,
    private readonly reading: ReadPrincipals,
  ) {}

  @Policy('authenticated')
  @Creates()
  @Post()
  state(@By() actor: Actor, @IdParam() id: string, @Body() body: PrincipalBody): Promise<PrincipalAnswer> {
    return this.stating.run(actor, id, body);
  }

  @Policy('authenticated')
  @Get()
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<PrincipalAnswer>> {
    return this.reading.list(actor, id, query);
  }

  @Policy('authenticated')
  @Get(':principalId')
  one(@By() actor: Actor, @IdParam() id: string, @IdParam('principalId') principalId: string): Promise<PrincipalAnswer> {
    return this.reading.one(actor, id, principalId);
  }

  @Policy('registrar')
  @Creates()
  @Post(':principalId/verification')
  verify(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('principalId') principalId: string,
    @Body() body: FindingBody,
  ): Promise<PrincipalAnswer> {
    return this.verifying.run(actor, id, principalId, body);
  }
}
