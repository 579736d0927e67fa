import { Body, Controller, Get, Post } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AnnouncePrices, type PriceOpeningAnswer } from './announce-prices.js';
import { PriceOpeningBody, QualificationBody } from './qualification.dto.js';
import { ReadQualification, type QualificationAnswer } from './read-qualification.js';
import { SubmitQualification, type QualificationSubmitted } from './submit-qualification.js';

/** Between the two openings of a tender that is opened in two steps. */
@Controller('v1/tenders/:id')
export class QualificationsController {
  constructor(
    private readonly submitting: SubmitQualification,
    private readonly announcing: AnnouncePrices,
    private readonly reading: ReadQualification,
  ) {}

  @Post('qualifications')
  @Policy('evaluator')
  @Creates()
  submit(@By() actor: Actor, @IdParam() id: string, @Body() body: QualificationBody): Promise<QualificationSubmitted> {
    return this.submitting.run(actor, id, body);
  }

  @Delegated()
  @Get('qualification')
  @Policy('evaluator', 'procurer', 'approver', 'supplier', 'supervisor', 'auditor')
  read(@By() actor: Actor, @IdParam() id: string): Promise<QualificationAnswer> {
    return this.reading.run(actor, id);
  }

  /** When prices are opened; bidders and custodians are told. */
  @Delegated('award')
  @Post('price-opening')
  @Policy('procurer')
  @Creates()
  announce(@By() actor: Actor, @IdParam() id: string, @Body() body: PriceOpeningBody): Promise<PriceOpeningAnswer> {
    return this.announcing.run(actor, id, body);
  }
}
