import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AmendTender } from './amend-tender.js';
import { AmendmentBody, CorrectionBody, RejectionBody } from './amendment.dto.js';
import type { ProposalAnswer } from './amendments.queries.js';
import { ApproveAmendment } from './approve-amendment.js';
import { CorrectNotice, type CorrectionAnswer } from './correct-notice.js';
import type { TenderAnswer } from './present-tender.js';
import { ProposeAmendment } from './propose-amendment.js';
import { ReadProposals } from './read-proposals.js';
import { RejectProposal } from './reject-proposal.js';

/** What comes after publication: amendments of the tender, corrections of its notices. */
@Controller('v1/tenders/:id')
export class AmendmentsController {
  constructor(
    private readonly amending: AmendTender,
    private readonly proposing: ProposeAmendment,
    private readonly approving: ApproveAmendment,
    private readonly rejecting: RejectProposal,
    private readonly reading: ReadProposals,
    private readonly correcting: CorrectNotice,
  ) {}

  /** Takes effect at once: a later deadline, another wording. What is material is proposed. */
  @Policy('procurer', 'approver')
  @Creates()
  @Delegated('tender')
  @Post('amendments')
  amend(@By() actor: Actor, @IdParam() id: string, @Body() body: AmendmentBody): Promise<TenderAnswer> {
    return this.amending.run(actor, id, body);
  }

  @Policy('procurer', 'approver')
  @Creates()
  @Delegated('tender')
  @Post('amendment-proposals')
  propose(@By() actor: Actor, @IdParam() id: string, @Body() body: AmendmentBody): Promise<ProposalAnswer> {
    return this.proposing.run(actor, id, body);
  }

  @Policy('procurer', 'approver')
  @Delegated()
  @Get('amendment-proposals')
  list(@By() actor: Actor, @IdParam() id: string, @Query() page: PageQuery): Promise<Page<ProposalAnswer>> {
    return this.reading.list(actor, id, page);
  }

  @Policy('procurer', 'approver')
  @Delegated()
  @Get('amendment-proposals/:proposalId')
  one(@By() actor: Actor, @IdParam() id: string, @IdParam('proposalId') proposalId: string): Promise<ProposalAnswer> {
    return this.reading.one(actor, id, proposalId);
  }

  /** Publishes the proposed amendment, by another person than its author; If-Match is the proposal's. */
  @Policy('approver')
  @Creates()
  @Delegated('approve')
  @Post('amendment-proposals/:proposalId/approval')
  approve(@By() actor: Actor, @IdParam() id: string, @IdParam('proposalId') proposalId: string): Promise<TenderAnswer> {
    return this.approving.run(actor, id, proposalId);
  }

  /** It will not be published: withdrawn by its author, or refused by another. */
  @Delegated('tender')
  @Policy('procurer', 'approver')
  @Creates()
  @Post('amendment-proposals/:proposalId/rejection')
  reject(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('proposalId') proposalId: string,
    @Body() body: RejectionBody,
  ): Promise<ProposalAnswer> {
    return this.rejecting.run(actor, id, proposalId, body);
  }

  @Policy('approver')
  @Creates()
  @Delegated('approve')
  @Post('corrections')
  correct(@By() actor: Actor, @IdParam() id: string, @Body() body: CorrectionBody): Promise<CorrectionAnswer> {
    return this.correcting.run(actor, id, body);
  }
}
