import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ProceedingBody, ProceedingOutcomeBody } from './decision.dto.js';
import { EndProceeding } from './end-proceeding.js';
import type { ProceedingAnswer } from './outside-proceedings.queries.js';
import { ReadOutsideProceedings } from './read-outside-proceedings.js';
import { RecordProceeding } from './record-proceeding.js';

/** Reconsideration and litigation against a decision. */
@Controller('v1/complaints/:id/outside-proceedings')
export class OutsideProceedingsController {
  constructor(
    private readonly reading: ReadOutsideProceedings,
    private readonly recording: RecordProceeding,
    private readonly ending: EndProceeding,
  ) {}

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain')
  @Get()
  list(@By() actor: Actor, @IdParam() id: string): Promise<ProceedingAnswer[]> {
    return this.reading.run(actor, id);
  }

  @Policy('supplier', 'procurer', 'reviewer')
  @Creates()
  @Delegated('complain')
  @Post()
  record(@By() actor: Actor, @IdParam() id: string, @Body() body: ProceedingBody): Promise<ProceedingAnswer> {
    return this.recording.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'reviewer')
  @Creates()
  @Delegated('complain')
  @Post(':number/outcome')
  end(
    @By() actor: Actor,
    @IdParam() id: string,
    @Param('number') number: string,
    @Body() body: ProceedingOutcomeBody,
  ): Promise<ProceedingAnswer> {
    return this.ending.run(actor, id, number, body);
  }
}
