import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ApprovePayment } from './approve-payment.js';
import {
  ChangeDecisionBody,
  ContractAcceptanceBody,
  ContractChangeBody,
  ContractPaymentBody,
  SettlementOfPaymentBody,
} from './contract-life.dto.js';
import { DecideChange } from './decide-change.js';
import { PlanPayment } from './plan-payment.js';
import type { AcceptanceAnswer, ChangeAnswer, PaymentAnswer } from './present-contract-life.js';
import { ProposeChange } from './propose-change.js';
import { ReadContractLife } from './read-contract-life.js';
import { RecordAcceptance } from './record-acceptance.js';
import { SettlePayment } from './settle-payment.js';

/** A contract from its signing to its end: changes, acceptance, payment. */
@Controller('v1/contracts/:id')
export class ContractLifeController {
  constructor(
    private readonly proposeChange: ProposeChange,
    private readonly decideChange: DecideChange,
    private readonly recordAcceptance: RecordAcceptance,
    private readonly planPayment: PlanPayment,
    private readonly approvePayment: ApprovePayment,
    private readonly settlePayment: SettlePayment,
    private readonly read: ReadContractLife,
  ) {}

  @Delegated('sign')
  @Post('changes')
  @Policy('procurer')
  @Creates()
  change(@By() actor: Actor, @IdParam() id: string, @Body() body: ContractChangeBody): Promise<ChangeAnswer> {
    return this.proposeChange.run(actor, id, body);
  }

  @Delegated()
  @Get('changes')
  @Policy('public')
  listChanges(@ByOrNobody() actor: Actor | null, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<ChangeAnswer>> {
    return this.read.changesOf(actor, id, query);
  }

  @Delegated()
  @Get('changes/:changeId')
  @Policy('public')
  readChange(@ByOrNobody() actor: Actor | null, @IdParam() id: string, @IdParam('changeId') one: string): Promise<ChangeAnswer> {
    return this.read.change(actor, id, one);
  }

  /** Publishes or rejects an additional purchase, by another person than its author. */
  @Delegated('sign')
  @Post('changes/:changeId/decision')
  @Policy('procurer', 'approver')
  @Creates()
  decide(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('changeId') changeId: string,
    @Body() body: ChangeDecisionBody,
  ): Promise<ChangeAnswer> {
    return this.decideChange.run(actor, id, changeId, body);
  }

  @Delegated('sign')
  @Post('acceptances')
  @Policy('procurer')
  @Creates()
  accept(@By() actor: Actor, @IdParam() id: string, @Body() body: ContractAcceptanceBody): Promise<AcceptanceAnswer> {
    return this.recordAcceptance.run(actor, id, body);
  }

  @Delegated('sign')
  @Get('acceptances')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  listAcceptances(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<AcceptanceAnswer>> {
    return this.read.acceptancesOf(actor, id, query);
  }

  @Delegated('sign')
  @Post('payments')
  @Policy('procurer')
  @Creates()
  plan(@By() actor: Actor, @IdParam() id: string, @Body() body: ContractPaymentBody): Promise<PaymentAnswer> {
    return this.planPayment.run(actor, id, body);
  }

  @Delegated('sign')
  @Get('payments')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  listPayments(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<PaymentAnswer>> {
    return this.read.paymentsOf(actor, id, query);
  }

  @Delegated('sign')
  @Get('payments/:paymentId')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  readPayment(@By() actor: Actor, @IdParam() id: string, @IdParam('paymentId') paymentId: string): Promise<PaymentAnswer> {
    return this.read.payment(actor, id, paymentId);
  }

  /** By another person than the one who planned it. */
  @Delegated('sign')
  @Post('payments/:paymentId/approval')
  @Policy('procurer', 'approver')
  @Creates()
  approve(@By() actor: Actor, @IdParam() id: string, @IdParam('paymentId') paymentId: string): Promise<PaymentAnswer> {
    return this.approvePayment.run(actor, id, paymentId);
  }

  @Delegated('sign')
  @Post('payments/:paymentId/settlement')
  @Policy('procurer')
  @Creates()
  settle(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('paymentId') paymentId: string,
    @Body() body: SettlementOfPaymentBody,
  ): Promise<PaymentAnswer> {
    return this.settlePayment.run(actor, id, paymentId, body);
  }
}
