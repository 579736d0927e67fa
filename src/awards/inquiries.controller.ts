import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AnswerInquiry } from './answer-inquiry.js';
import { AskBidders } from './ask-bidders.js';
import { InquiryAnswerBody, InquiryBody, InquiryOpinionBody } from './inquiry.dto.js';
import type { AskedBidder, InquiryAnswer, InquiryBidAnswer } from './inquiries.queries.js';
import { JudgeAnswer } from './judge-answer.js';
import { ReadInquiries } from './read-inquiries.js';

/** What a committee asks bidders while it evaluates. */
@Controller('v1')
export class InquiriesController {
  constructor(
    private readonly asking: AskBidders,
    private readonly answering: AnswerInquiry,
    private readonly judging: JudgeAnswer,
    private readonly reading: ReadInquiries,
  ) {}

  @Post('tenders/:id/inquiries')
  @Policy('evaluator')
  @Creates()
  ask(@By() actor: Actor, @IdParam() id: string, @Body() body: InquiryBody): Promise<InquiryAnswer> {
    return this.asking.run(actor, id, body);
  }

  @Delegated('award')
  @Get('tenders/:id/inquiries')
  @Policy('evaluator', 'procurer', 'approver', 'supervisor', 'auditor')
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<InquiryAnswer>> {
    return this.reading.list(actor, id, query);
  }

  @Delegated('bid')
  @Get('tenders/:id/inquiries/mine')
  @Policy('supplier')
  mine(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<AskedBidder>> {
    return this.reading.mine(actor, id, query);
  }

  @Delegated('bid')
  @Get('inquiries/:id')
  @Policy('supplier')
  one(@By() actor: Actor, @IdParam() id: string): Promise<InquiryBidAnswer> {
    return this.reading.one(actor, id);
  }

  @Delegated('bid')
  @Post('inquiries/:id/answer')
  @Policy('supplier')
  @Creates()
  answer(@By() actor: Actor, @IdParam() id: string, @Body() body: InquiryAnswerBody): Promise<InquiryBidAnswer> {
    return this.answering.run(actor, id, body);
  }

  @Post('inquiries/:id/opinions')
  @Policy('evaluator')
  @Creates()
  judge(@By() actor: Actor, @IdParam() id: string, @Body() body: InquiryOpinionBody): Promise<InquiryBidAnswer> {
    return this.judging.run(actor, id, body);
  }
}
