import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { DecideExclusion } from './decide-exclusion.js';
import { BreachStatementBody, ExclusionDecisionBody, ExclusionNoticeBody } from './exclusion.dto.js';
import type { BreachStatement } from './exclusion.entity.js';
import { NotifyExclusion } from './notify-exclusion.js';
import type { ExclusionAnswer } from './present-exclusion.js';
import { ReadExclusions } from './read-exclusions.js';
import { StateOnBreach } from './state-on-breach.js';
import { StateOnExclusion } from './state-on-exclusion.js';

@Controller('v1')
export class ExclusionsController {
  constructor(
    private readonly notifying: NotifyExclusion,
    private readonly stating: StateOnExclusion,
    private readonly deciding: DecideExclusion,
    private readonly statingOnBreach: StateOnBreach,
    private readonly reading: ReadExclusions,
  ) {}

  @Delegated('award', 'prequalification')
  @Post('tenders/:id/exclusions')
  @Policy('procurer')
  @Creates()
  notify(@By() actor: Actor, @IdParam() id: string, @Body() body: ExclusionNoticeBody): Promise<ExclusionAnswer> {
    return this.notifying.run(actor, id, body);
  }

  @Delegated()
  @Get('tenders/:id/exclusions')
  @Policy('supplier', 'procurer', 'approver', 'evaluator', 'reviewer', 'supervisor', 'auditor')
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<ExclusionAnswer>> {
    return this.reading.list(actor, id, query);
  }

  @Delegated()
  @Get('exclusions/:id')
  @Policy('supplier', 'procurer', 'approver', 'evaluator', 'reviewer', 'supervisor', 'auditor')
  one(@By() actor: Actor, @IdParam() id: string): Promise<ExclusionAnswer> {
    return this.reading.one(actor, id);
  }

  @Delegated('bid', 'apply', 'challenge')
  @Post('exclusions/:id/statement')
  @Policy('supplier')
  @Creates()
  state(@By() actor: Actor, @IdParam() id: string, @Body() body: BreachStatementBody): Promise<ExclusionAnswer> {
    return this.stating.run(actor, id, body);
  }

  @Delegated('approve')
  @Post('exclusions/:id/decision')
  @Policy('approver')
  @Creates()
  decide(@By() actor: Actor, @IdParam() id: string, @Body() body: ExclusionDecisionBody): Promise<ExclusionAnswer> {
    return this.deciding.run(actor, id, body);
  }

  @Post('contracts/:id/breaches/:breachId/statement')
  @Policy('supplier')
  @Creates()
  stateOnBreach(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('breachId') breachId: string,
    @Body() body: BreachStatementBody,
  ): Promise<BreachStatement> {
    return this.statingOnBreach.run(actor, id, breachId, body);
  }
}
