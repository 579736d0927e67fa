import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ReadCaseload, type CaseloadItem } from './caseload.js';
import { AssignReviewer } from './assign-reviewer.js';
import { DecideReviewerRecusal } from './decide-reviewer-recusal.js';
import { DeclareReviewer } from './declare-reviewer.js';
import type { ComplaintAnswer } from './present-complaint.js';
import { ReadReviewers, type ReviewerSeedAnswer } from './read-reviewers.js';
import { RequestReviewerRecusal } from './request-reviewer-recusal.js';
import {
  CaseloadQuery,
  ReviewerDeclarationBody,
  ReviewerRecusalDecisionBody,
  ReviewerRecusalRequestBody,
} from './reviewer.dto.js';
import type { ReviewerRecusalRequest } from './reviewer.entity.js';
import type { AssignmentAnswer } from './reviewers.queries.js';

/** Who reviews: drawn, declared, recused (art. 60). */
@Controller('v1')
export class ReviewersController {
  constructor(
    private readonly reading: ReadReviewers,
    private readonly caseload: ReadCaseload,
    private readonly assigning: AssignReviewer,
    private readonly declaring: DeclareReviewer,
    private readonly requesting: RequestReviewerRecusal,
    private readonly deciding: DecideReviewerRecusal,
  ) {}

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('challenges/:id/draw-seed')
  seed(@By() actor: Actor, @IdParam() id: string): Promise<ReviewerSeedAnswer> {
    return this.reading.seed(actor, id);
  }

  @Policy('reviewer')
  @Get('complaints')
  list(@By() actor: Actor, @Query() query: CaseloadQuery): Promise<Page<CaseloadItem>> {
    return this.caseload.run(actor, query);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('complaints/:id/assignments')
  assignments(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<AssignmentAnswer>> {
    return this.reading.assignments(actor, id, query);
  }

  @Policy('reviewer')
  @Creates()
  @Post('complaints/:id/assignment')
  assign(@By() actor: Actor, @IdParam() id: string): Promise<ComplaintAnswer> {
    return this.assigning.run(actor, id);
  }

  @Policy('reviewer')
  @Creates()
  @Post('complaints/:id/declaration')
  declare(@By() actor: Actor, @IdParam() id: string, @Body() body: ReviewerDeclarationBody): Promise<ComplaintAnswer> {
    return this.declaring.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'approver')
  @Creates()
  @Delegated('complain', 'challenge')
  @Post('complaints/:id/recusal-requests')
  request(@By() actor: Actor, @IdParam() id: string, @Body() body: ReviewerRecusalRequestBody): Promise<ReviewerRecusalRequest> {
    return this.requesting.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('complaints/:id/recusal-requests')
  requests(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<ReviewerRecusalRequest>> {
    return this.reading.recusalRequests(actor, id, query);
  }

  @Policy('reviewer')
  @Creates()
  @Post('complaints/:id/recusal-requests/:requestId/decision')
  decide(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('requestId') requestId: string,
    @Body() body: ReviewerRecusalDecisionBody,
  ): Promise<ReviewerRecusalRequest> {
    return this.deciding.run(actor, id, requestId, body);
  }
}
