import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AccessRecoveryBody, AccessRecoveryDecisionBody } from './access-recovery.dto.js';
import type { AccessRecovery } from './access-recovery.entity.js';
import { DecideAccessRecovery } from './decide-access-recovery.js';
import { ReadAccessRecoveries } from './read-access-recoveries.js';
import { RequestAccessRecovery } from './request-access-recovery.js';

@Controller('v1')
export class AccessRecoveriesController {
  constructor(
    private readonly requesting: RequestAccessRecovery,
    private readonly deciding: DecideAccessRecovery,
    private readonly reading: ReadAccessRecoveries,
  ) {}

  @Policy('registrar')
  @Creates()
  @Post('people/:id/access-recoveries')
  request(@By() actor: Actor, @IdParam() id: string, @Body() body: AccessRecoveryBody): Promise<AccessRecovery> {
    return this.requesting.run(actor, id, body);
  }

  @Policy('registrar', 'auditor')
  @Get('access-recoveries')
  list(@Query() query: PageQuery): Promise<Page<AccessRecovery>> {
    return this.reading.list(query);
  }

  @Policy('registrar', 'auditor')
  @Get('access-recoveries/:id')
  one(@IdParam() id: string): Promise<AccessRecovery> {
    return this.reading.one(id);
  }

  @Policy('registrar')
  @Creates()
  @Post('access-recoveries/:id/decision')
  decide(@By() actor: Actor, @IdParam() id: string, @Body() body: AccessRecoveryDecisionBody): Promise<AccessRecovery> {
    return this.deciding.run(actor, id, body);
  }
}
