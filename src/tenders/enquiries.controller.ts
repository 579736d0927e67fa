import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AnswerEnquiry } from './answer-enquiry.js';
import { AskEnquiry } from './ask-enquiry.js';
import type { EnquiryAnswer } from './enquiries.queries.js';
import { EnquiryAnswerBody, EnquiryBody, EnquiryQuery } from './enquiry.dto.js';
import { ReadEnquiries, type EnquiriesAnswer } from './read-enquiries.js';

/** Questions of suppliers whom nobody knows, and the answers that everybody gets. */
@Controller('v1/tenders/:id/enquiries')
export class EnquiriesController {
  constructor(
    private readonly asking: AskEnquiry,
    private readonly answering: AnswerEnquiry,
    private readonly reading: ReadEnquiries,
  ) {}

  @Policy('supplier')
  @Creates()
  @Post()
  ask(@By() actor: Actor, @IdParam() id: string, @Body() body: EnquiryBody): Promise<EnquiryAnswer> {
    return this.asking.run(actor, id, body);
  }

  @Policy('public')
  @Get()
  list(@ByOrNobody() actor: Actor | null, @IdParam() id: string, @Query() query: EnquiryQuery): Promise<EnquiriesAnswer> {
    return this.reading.list(actor, id, query);
  }

  @Policy('public')
  @Get(':enquiryId')
  read(
    @ByOrNobody() actor: Actor | null,
    @IdParam() id: string,
    @IdParam('enquiryId') enquiryId: string,
  ): Promise<EnquiryAnswer> {
    return this.reading.one(actor, id, enquiryId);
  }

  @Delegated('tender')
  @Policy('procurer')
  @Creates()
  @Post(':enquiryId/answer')
  answer(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('enquiryId') enquiryId: string,
    @Body() body: EnquiryAnswerBody,
  ): Promise<EnquiryAnswer> {
    return this.answering.run(actor, id, enquiryId, body);
  }
}
