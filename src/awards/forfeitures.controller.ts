import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { DecideForfeiture } from './decide-forfeiture.js';
import { ExtendSecurity } from './extend-security.js';
import { ExtensionBody, ForfeitureBody, ForfeitureDecisionBody, ForfeitureStatementBody } from './forfeiture.dto.js';
import type { ForfeitureAnswer } from './forfeiture.entity.js';
import { NotifyForfeiture } from './notify-forfeiture.js';
import type { SecurityAnswer } from './present-security.js';
import { ReadForfeitures } from './read-forfeitures.js';
import { StateOnForfeiture } from './state-on-forfeiture.js';

@Controller('v1')
export class ForfeituresController {
  constructor(
    private readonly notifying: NotifyForfeiture,
    private readonly stating: StateOnForfeiture,
    private readonly deciding: DecideForfeiture,
    private readonly extending: ExtendSecurity,
    private readonly reading: ReadForfeitures,
  ) {}

  @Delegated('award')
  @Post('securities/:id/forfeitures')
  @Policy('procurer')
  @Creates()
  notify(@By() actor: Actor, @IdParam() id: string, @Body() body: ForfeitureBody): Promise<ForfeitureAnswer> {
    return this.notifying.run(actor, id, body);
  }

  @Delegated()
  @Get('securities/:id/forfeitures')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<ForfeitureAnswer>> {
    return this.reading.list(actor, id, query);
  }

  @Delegated()
  @Get('forfeitures/:id')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  one(@By() actor: Actor, @IdParam() id: string): Promise<ForfeitureAnswer> {
    return this.reading.one(actor, id);
  }

  @Delegated('bid', 'challenge')
  @Post('forfeitures/:id/statement')
  @Policy('supplier')
  @Creates()
  state(@By() actor: Actor, @IdParam() id: string, @Body() body: ForfeitureStatementBody): Promise<ForfeitureAnswer> {
    return this.stating.run(actor, id, body);
  }

  @Delegated('approve')
  @Post('forfeitures/:id/decision')
  @Policy('approver')
  @Creates()
  decide(@By() actor: Actor, @IdParam() id: string, @Body() body: ForfeitureDecisionBody): Promise<ForfeitureAnswer> {
    return this.deciding.run(actor, id, body);
  }

  @Delegated('award')
  @Post('securities/:id/extensions')
  @Policy('procurer')
  @Creates()
  extend(@By() actor: Actor, @IdParam() id: string, @Body() body: ExtensionBody): Promise<SecurityAnswer> {
    return this.extending.run(actor, id, body);
  }
}
