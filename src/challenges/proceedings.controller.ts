import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AnswerExplanations } from './answer-explanations.js';
import { CompletionRequestBody } from './challenge.dto.js';
import { CompleteComplaint } from './complete-complaint.js';
import { EndClockStop } from './end-clock-stop.js';
import { ExplainComplaint } from './explain-complaint.js';
import type { ComplaintAnswer } from './present-complaint.js';
import { ClockStopBody, ComplaintCompletionBody, ExplanationBody, RejoinderBody, TransferBody } from './proceedings.dto.js';
import type { ComplaintStatement } from './proceedings.entity.js';
import { ReadProceedings, type RespondentAnswer } from './read-proceedings.js';
import { RequestComplaintCompletion } from './request-complaint-completion.js';
import { StopClock } from './stop-clock.js';
import { TransferComplaint } from './transfer-complaint.js';

/** What happens to a complaint between its filing and its decision. */
@Controller('v1/complaints/:id')
export class ProceedingsController {
  constructor(
    private readonly reading: ReadProceedings,
    private readonly requesting: RequestComplaintCompletion,
    private readonly completing: CompleteComplaint,
    private readonly transferring: TransferComplaint,
    private readonly explaining: ExplainComplaint,
    private readonly answering: AnswerExplanations,
    private readonly stopping: StopClock,
    private readonly resuming: EndClockStop,
  ) {}

  @Policy('reviewer')
  @Creates()
  @Post('completion-request')
  requestCompletion(@By() actor: Actor, @IdParam() id: string, @Body() body: CompletionRequestBody): Promise<ComplaintAnswer> {
    return this.requesting.run(actor, id, body);
  }

  @Policy('supplier')
  @Creates()
  @Delegated('complain')
  @Post('completion')
  complete(@By() actor: Actor, @IdParam() id: string, @Body() body: ComplaintCompletionBody): Promise<ComplaintAnswer> {
    return this.completing.run(actor, id, body);
  }

  @Policy('reviewer')
  @Creates()
  @Post('transfer')
  transfer(@By() actor: Actor, @IdParam() id: string, @Body() body: TransferBody): Promise<ComplaintAnswer> {
    return this.transferring.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('respondents')
  listRespondents(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<RespondentAnswer>> {
    return this.reading.respondents(actor, id, query);
  }

  @Policy('supplier', 'procurer')
  @Creates()
  @Delegated('complain', 'challenge')
  @Post('explanations')
  explain(@By() actor: Actor, @IdParam() id: string, @Body() body: ExplanationBody): Promise<ComplaintStatement> {
    return this.explaining.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('explanations')
  listStatements(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<ComplaintStatement>> {
    return this.reading.statements(actor, id, query);
  }

  @Policy('supplier')
  @Creates()
  @Delegated('complain')
  @Post('rejoinder')
  reply(@By() actor: Actor, @IdParam() id: string, @Body() body: RejoinderBody): Promise<ComplaintStatement> {
    return this.answering.run(actor, id, body);
  }

  @Policy('reviewer')
  @Creates()
  @Post('clock-stops')
  stop(@By() actor: Actor, @IdParam() id: string, @Body() body: ClockStopBody): Promise<ComplaintAnswer> {
    return this.stopping.run(actor, id, body);
  }

  @Policy('reviewer')
  @Creates()
  @Post('clock-stops/:n/end')
  resume(@By() actor: Actor, @IdParam() id: string, @Param('n') number: string): Promise<ComplaintAnswer> {
    return this.resuming.run(actor, id, number);
  }
}
