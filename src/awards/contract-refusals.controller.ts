import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ContractRefusalBody, ContractRefusalDecisionBody, ContractRefusalStatementBody } from './contract-refusal.dto.js';
import type { ContractRefusalAnswer } from './contract-refusal.entity.js';
import { DecideContractRefusal } from './decide-contract-refusal.js';
import { NotifyContractRefusal } from './notify-contract-refusal.js';
import { ReadContractRefusals } from './read-contract-refusals.js';
import { StateOnContractRefusal } from './state-on-contract-refusal.js';

@Controller('v1')
export class ContractRefusalsController {
  constructor(
    private readonly notifying: NotifyContractRefusal,
    private readonly stating: StateOnContractRefusal,
    private readonly deciding: DecideContractRefusal,
    private readonly reading: ReadContractRefusals,
  ) {}

  /** The winner does not sign; If-Match is the award's. */
  @Delegated('award')
  @Post('awards/:id/contract-refusals')
  @Policy('procurer')
  @Creates()
  notify(@By() actor: Actor, @IdParam() id: string, @Body() body: ContractRefusalBody): Promise<ContractRefusalAnswer> {
    return this.notifying.run(actor, id, body);
  }

  @Delegated()
  @Get('awards/:id/contract-refusals')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<ContractRefusalAnswer>> {
    return this.reading.list(actor, id, query);
  }

  @Delegated()
  @Get('contract-refusals/:id')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  one(@By() actor: Actor, @IdParam() id: string): Promise<ContractRefusalAnswer> {
    return this.reading.one(actor, id);
  }

  @Delegated('bid', 'challenge')
  @Post('contract-refusals/:id/statement')
  @Policy('supplier')
  @Creates()
  state(@By() actor: Actor, @IdParam() id: string, @Body() body: ContractRefusalStatementBody): Promise<ContractRefusalAnswer> {
    return this.stating.run(actor, id, body);
  }

  /** By another person than the author of the notice; the award falls, or the matter is dropped. */
  @Delegated('approve')
  @Post('contract-refusals/:id/decision')
  @Policy('approver')
  @Creates()
  decide(@By() actor: Actor, @IdParam() id: string, @Body() body: ContractRefusalDecisionBody): Promise<ContractRefusalAnswer> {
    return this.deciding.run(actor, id, body);
  }
}
