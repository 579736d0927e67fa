import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { CompleteContract } from './complete-contract.js';
import { BreachBody, ContractCompletionBody, ContractBody } from './contract.dto.js';
import type { ContractAnswer } from './present-award.js';
import { ReadAwards, type BreachAnswer } from './read-awards.js';
import { RecordBreach } from './record-breach.js';
import { SignContract } from './sign-contract.js';

@Controller('v1')
export class ContractsController {
  constructor(
    private readonly signContract: SignContract,
    private readonly completeContract: CompleteContract,
    private readonly recordBreach: RecordBreach,
    private readonly read: ReadAwards,
  ) {}

  @Delegated('sign')
  @Post('tenders/:id/contracts')
  @Policy('procurer')
  @Creates()
  sign(@By() actor: Actor, @IdParam() id: string, @Body() body: ContractBody): Promise<ContractAnswer> {
    return this.signContract.run(actor, id, body);
  }

  @Delegated()
  @Get('tenders/:id/contracts')
  @Policy('public')
  listContracts(
    @ByOrNobody() actor: Actor | null,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<ContractAnswer>> {
    return this.read.contractsOf(actor, id, query);
  }

  @Get('contracts/:id')
  @Policy('public')
  readContract(@IdParam() id: string): Promise<ContractAnswer> {
    return this.read.contract(id);
  }

  @Delegated('sign')
  @Post('contracts/:id/completion')
  @Policy('procurer')
  @Creates()
  complete(@By() actor: Actor, @IdParam() id: string, @Body() body: ContractCompletionBody): Promise<ContractAnswer> {
    return this.completeContract.run(actor, id, body);
  }

  @Delegated('sign')
  @Post('contracts/:id/breaches')
  @Policy('procurer')
  @Creates()
  breach(@By() actor: Actor, @IdParam() id: string, @Body() body: BreachBody): Promise<BreachAnswer> {
    return this.recordBreach.run(actor, id, body);
  }

  @Delegated('sign')
  @Get('contracts/:id/breaches')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  listBreaches(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<BreachAnswer>> {
    return this.read.breachesOf(actor, id, query);
  }
}
