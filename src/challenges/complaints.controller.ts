import { Body, Controller, Get, Headers, Param, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { EvaluatedBid } from '../awards/awards.queries.js';
import type { ReportAnswer } from '../awards/read-awards.js';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AcceptComplaint } from './accept-complaint.js';
import { AcceptanceBody, ComplaintBody, RulingBody, DismissalBody, RecusalBody, SuspensionBody } from './complaint.dto.js';
import { DecideComplaint } from './decide-complaint.js';
import { DismissComplaint } from './dismiss-complaint.js';
import { FileComplaint } from './file-complaint.js';
import type { ComplaintAnswer } from './present-complaint.js';
import type { ComplaintCopyAnswer } from './present-copy.js';
import { ReadChallenges } from './read-challenges.js';
import { ReadEvidence } from './read-evidence.js';
import { RecuseReviewer } from './recuse-reviewer.js';
import { SuspendProcurement } from './suspend-procurement.js';
import { WithdrawComplaint } from './withdraw-complaint.js';

@Controller('v1')
export class ComplaintsController {
  constructor(
    private readonly reading: ReadChallenges,
    private readonly evidence: ReadEvidence,
    private readonly filing: FileComplaint,
    private readonly accepting: AcceptComplaint,
    private readonly dismissing: DismissComplaint,
    private readonly recusing: RecuseReviewer,
    private readonly suspending: SuspendProcurement,
    private readonly deciding: DecideComplaint,
    private readonly withdrawing: WithdrawComplaint,
  ) {}

  @Policy('supplier')
  @Creates()
  @Delegated('complain')
  @Post('challenges/:id/complaint')
  file(@By() actor: Actor, @IdParam() id: string, @Body() body: ComplaintBody): Promise<ComplaintAnswer> {
    return this.filing.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('complaints/:id')
  read(@By() actor: Actor, @IdParam() id: string): Promise<ComplaintAnswer | ComplaintCopyAnswer> {
    return this.reading.complaint(actor, id);
  }

  @Policy('reviewer')
  @Get('complaints/:id/opened-bids')
  listOpenedBids(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<EvaluatedBid>> {
    return this.evidence.bids(actor, id, query);
  }

  @Policy('reviewer')
  @Get('complaints/:id/opened-bids/:bidId/documents/:sha256')
  readDocument(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('bidId') bidId: string,
    @Param('sha256') sha256: string,
    @Headers('range') range: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.evidence.document(actor, id, { bidId, sha256 }, range, reply);
  }

  @Policy('reviewer')
  @Get('complaints/:id/evaluation-report')
  readReport(@By() actor: Actor, @IdParam() id: string): Promise<ReportAnswer> {
    return this.evidence.report(actor, id);
  }

  @Policy('reviewer')
  @Creates()
  @Post('complaints/:id/acceptance')
  accept(@By() actor: Actor, @IdParam() id: string, @Body() body: AcceptanceBody): Promise<ComplaintAnswer> {
    return this.accepting.run(actor, id, body);
  }

  @Policy('reviewer')
  @Creates()
  @Post('complaints/:id/dismissal')
  dismiss(@By() actor: Actor, @IdParam() id: string, @Body() body: DismissalBody): Promise<ComplaintAnswer> {
    return this.dismissing.run(actor, id, body);
  }

  @Policy('reviewer')
  @Creates()
  @Post('complaints/:id/recusal')
  recuse(@By() actor: Actor, @IdParam() id: string, @Body() body: RecusalBody): Promise<ComplaintAnswer> {
    return this.recusing.run(actor, id, body);
  }

  @Policy('reviewer')
  @Creates()
  @Post('complaints/:id/suspension')
  suspend(@By() actor: Actor, @IdParam() id: string, @Body() body: SuspensionBody): Promise<ComplaintAnswer> {
    return this.suspending.run(actor, id, body);
  }

  @Policy('reviewer')
  @Creates()
  @Post('complaints/:id/decision')
  decide(@By() actor: Actor, @IdParam() id: string, @Body() body: RulingBody): Promise<ComplaintAnswer> {
    return this.deciding.run(actor, id, body);
  }

  @Policy('supplier')
  @Creates()
  @Delegated('complain')
  @Post('complaints/:id/withdrawal')
  withdraw(@By() actor: Actor, @IdParam() id: string): Promise<ComplaintAnswer> {
    return this.withdrawing.run(actor, id);
  }
}
