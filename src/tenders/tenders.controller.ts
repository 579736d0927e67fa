import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import type { Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Dry, Policy } from '../platform/policy.js';
import { ApproveTender } from './approve-tender.js';
import { CancelTender } from './cancel-tender.js';
import { CheckCompliance, type ComplianceAnswer } from './check-compliance.js';
import { InviteSuppliers } from './invite-suppliers.js';
import { DraftTender } from './draft-tender.js';
import type { TenderAnswer } from './present-tender.js';
import { PublishTender } from './publish-tender.js';
import { ReadTenders } from './read-tenders.js';
import { ReviseTender } from './revise-tender.js';
import { CancellationBody, InvitationBody, TenderBody, TenderChanges, TenderQuery } from './tender.dto.js';
import type { TenderSummary } from './tenders.queries.js';

@Controller('v1/tenders')
export class TendersController {
  constructor(
    private readonly reading: ReadTenders,
    private readonly drafting: DraftTender,
    private readonly revising: ReviseTender,
    private readonly checking: CheckCompliance,
    private readonly approving: ApproveTender,
    private readonly publishing: PublishTender,
    private readonly inviting: InviteSuppliers,
    private readonly cancelling: CancelTender,
  ) {}

  @Policy('public')
  @Delegated()
  @Get()
  list(@ByOrNobody() actor: Actor | null, @Query() query: TenderQuery): Promise<Page<TenderSummary>> {
    return this.reading.list(actor, query);
  }

  @Policy('public')
  @Delegated()
  @Get(':id')
  read(@ByOrNobody() actor: Actor | null, @IdParam() id: string): Promise<TenderAnswer> {
    return this.reading.one(actor, id);
  }

  @Policy('procurer')
  @Creates()
  @Delegated('tender')
  @Post()
  draft(@By() actor: Actor, @Body() body: TenderBody): Promise<TenderAnswer> {
    return this.drafting.run(actor, body);
  }

  @Policy('procurer')
  @Delegated('tender')
  @Patch(':id')
  revise(@By() actor: Actor, @IdParam() id: string, @Body() body: TenderChanges): Promise<TenderAnswer> {
    return this.revising.run(actor, id, body);
  }

  /** Publication as a dry run: every breach, every computed date. */
  @Policy('procurer', 'approver')
  @Dry()
  @HttpCode(200)
  @Delegated('tender')
  @Post(':id/compliance-check')
  check(@By() actor: Actor, @IdParam() id: string): Promise<ComplianceAnswer> {
    return this.checking.run(actor, id);
  }

  @Policy('approver')
  @Creates()
  @Delegated('approve')
  @Post(':id/approval')
  approve(@By() actor: Actor, @IdParam() id: string): Promise<TenderAnswer> {
    return this.approving.run(actor, id);
  }

  @Policy('procurer', 'approver')
  @Creates()
  @Delegated('tender')
  @Post(':id/publication')
  publish(@By() actor: Actor, @IdParam() id: string): Promise<TenderAnswer> {
    return this.publishing.run(actor, id);
  }

  /** Issues the documents of an invited tender to its shortlist. */
  @Policy('procurer', 'approver')
  @Creates()
  @Delegated('tender')
  @Post(':id/invitation')
  invite(@By() actor: Actor, @IdParam() id: string, @Body() body: InvitationBody): Promise<TenderAnswer> {
    return this.inviting.run(actor, id, body);
  }

  @Policy('procurer', 'approver')
  @Creates()
  @Delegated('tender')
  @Post(':id/cancellation')
  cancel(@By() actor: Actor, @IdParam() id: string, @Body() body: CancellationBody): Promise<TenderAnswer> {
    return this.cancelling.run(actor, id, body);
  }
}
