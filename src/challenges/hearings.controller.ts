import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { CallHearing } from './call-hearing.js';
import { CancelHearing } from './cancel-hearing.js';
import type { HearingAnswer } from './present-hearing.js';
import { HearingBody, HearingCancellationBody, MinutesBody } from './proceedings.dto.js';
import { ReadProceedings } from './read-proceedings.js';
import { RecordMinutes } from './record-minutes.js';

@Controller('v1/complaints/:id/hearings')
export class HearingsController {
  constructor(
    private readonly reading: ReadProceedings,
    private readonly calling: CallHearing,
    private readonly recording: RecordMinutes,
    private readonly cancelling: CancelHearing,
  ) {}

  @Policy('reviewer')
  @Creates()
  @Post()
  call(@By() actor: Actor, @IdParam() id: string, @Body() body: HearingBody): Promise<HearingAnswer> {
    return this.calling.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get()
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<HearingAnswer>> {
    return this.reading.hearings(actor, id, query);
  }

  @Policy('reviewer')
  @Creates()
  @Post(':n/minutes')
  record(
    @By() actor: Actor,
    @IdParam() id: string,
    @Param('n') number: string,
    @Body() body: MinutesBody,
  ): Promise<HearingAnswer> {
    return this.recording.run(actor, id, number, body);
  }

  @Policy('reviewer')
  @Creates()
  @Post(':n/cancellation')
  cancel(
    @By() actor: Actor,
    @IdParam() id: string,
    @Param('n') number: string,
    @Body() body: HearingCancellationBody,
  ): Promise<HearingAnswer> {
    return this.cancelling.run(actor, id, number, body);
  }
}
