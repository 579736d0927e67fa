import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import type { TenderAnswer } from '../tenders/present-tender.js';
import { AnswerDebrief } from './answer-debrief.js';
import { AwardBody, DebriefAnswerBody } from './award.dto.js';
import type { EvaluatedBid } from './awards.queries.js';
import { DeclareConflict, type ConflictDeclarationAnswer } from './declare-conflict.js';
import { ConflictDeclarationBody, EvaluationBody } from './evaluation.dto.js';
import { FailTender } from './fail-tender.js';
import { FailureBody } from './failure.dto.js';
import { MakeAward } from './make-award.js';
import type { AwardAnswer, DebriefAnswer, LotAwardsAnswer } from './present-award.js';
import { ReadAwards, type ReportAnswer } from './read-awards.js';
import { ReadLotResults, type LotResultAnswer } from './read-lot-results.js';
import { RequestApplicationDebrief } from './request-application-debrief.js';
import { RequestDebrief } from './request-debrief.js';
import { SubmitEvaluation, type EvaluationAnswer } from './submit-evaluation.js';

@Controller('v1')
export class AwardsController {
  constructor(
    private readonly declareConflict: DeclareConflict,
    private readonly submitEvaluation: SubmitEvaluation,
    private readonly makeAward: MakeAward,
    private readonly failTender: FailTender,
    private readonly requestDebrief: RequestDebrief,
    private readonly requestApplicationDebrief: RequestApplicationDebrief,
    private readonly answerDebrief: AnswerDebrief,
    private readonly read: ReadAwards,
    private readonly lotResults: ReadLotResults,
  ) {}

  @Delegated('award')
  @Post('tenders/:id/conflict-declarations')
  @Policy('evaluator', 'procurer', 'approver')
  @Creates()
  declare(@By() actor: Actor, @IdParam() id: string, @Body() body: ConflictDeclarationBody): Promise<ConflictDeclarationAnswer> {
    return this.declareConflict.run(actor, id, body);
  }

  @Delegated('award')
  @Get('tenders/:id/opened-bids')
  @Policy('evaluator', 'procurer', 'approver', 'supervisor', 'auditor')
  listOpenedBids(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<EvaluatedBid>> {
    return this.read.bids(actor, id, query);
  }

  @Post('tenders/:id/evaluations')
  @Policy('evaluator')
  @Creates()
  evaluate(@By() actor: Actor, @IdParam() id: string, @Body() body: EvaluationBody): Promise<EvaluationAnswer> {
    return this.submitEvaluation.run(actor, id, body);
  }

  @Delegated('award')
  @Get('tenders/:id/evaluation-report')
  @Policy('evaluator', 'procurer', 'approver', 'supervisor', 'auditor')
  readReport(@By() actor: Actor, @IdParam() id: string): Promise<ReportAnswer> {
    return this.read.report(actor, id);
  }

  @Delegated('award')
  @Post('tenders/:id/awards')
  @Policy('procurer')
  @Creates()
  award(@By() actor: Actor, @IdParam() id: string, @Body() body: AwardBody): Promise<AwardAnswer | LotAwardsAnswer> {
    return this.makeAward.run(actor, id, body);
  }

  /** 废标: the procurement fails without an award. */
  @Delegated('award')
  @Post('tenders/:id/failure')
  @Policy('procurer')
  @Creates()
  fail(@By() actor: Actor, @IdParam() id: string, @Body() body: FailureBody): Promise<TenderAnswer> {
    return this.failTender.run(actor, id, body);
  }

  @Delegated()
  @Get('tenders/:id/awards')
  @Policy('public')
  listAwards(@ByOrNobody() actor: Actor | null, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<AwardAnswer>> {
    return this.read.awardsOf(actor, id, query);
  }

  @Delegated()
  @Get('tenders/:id/lot-results')
  @Policy('public')
  listLotResults(
    @ByOrNobody() actor: Actor | null,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<LotResultAnswer>> {
    return this.lotResults.of(actor, id, query);
  }

  @Get('awards/:id')
  @Policy('public')
  readAward(@IdParam() id: string): Promise<AwardAnswer> {
    return this.read.award(id);
  }

  @Delegated('challenge')
  @Post('awards/:id/debriefs')
  @Policy('supplier')
  @Creates()
  askForReasons(@By() actor: Actor, @IdParam() id: string): Promise<DebriefAnswer> {
    return this.requestDebrief.run(actor, id);
  }

  /** By a supplier that failed the prequalification or is not invited. */
  @Delegated('challenge')
  @Post('tenders/:id/applications/mine/debriefs')
  @Policy('supplier')
  @Creates()
  askForReasonsOfApplication(@By() actor: Actor, @IdParam() id: string): Promise<DebriefAnswer> {
    return this.requestApplicationDebrief.run(actor, id);
  }

  @Delegated('challenge')
  @Get('debriefs/:id')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  readDebrief(@By() actor: Actor, @IdParam() id: string): Promise<DebriefAnswer> {
    return this.read.debrief(actor, id);
  }

  @Delegated('challenge')
  @Post('debriefs/:id/answer')
  @Policy('procurer')
  @Creates()
  giveReasons(@By() actor: Actor, @IdParam() id: string, @Body() body: DebriefAnswerBody): Promise<DebriefAnswer> {
    return this.answerDebrief.run(actor, id, body);
  }
}
