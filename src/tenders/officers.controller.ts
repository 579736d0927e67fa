import { Body, Controller, Get, Post } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { HandOverTender, type OfficersAnswer } from './hand-over-tender.js';
import { HandOverBody } from './officer.dto.js';
import { ReadOfficers } from './read-officers.js';

/** Who is in charge of a procurement (经办人). */
@Controller('v1/tenders/:id')
export class OfficersController {
  constructor(
    private readonly handing: HandOverTender,
    private readonly reading: ReadOfficers,
  ) {}

  @Policy('procurer', 'approver')
  @Get('officers')
  list(@By() actor: Actor, @IdParam() id: string): Promise<OfficersAnswer> {
    return this.reading.run(actor, id);
  }

  @Policy('procurer', 'approver')
  @Creates()
  @Post('hand-over')
  handOver(@By() actor: Actor, @IdParam() id: string, @Body() body: HandOverBody): Promise<OfficersAnswer> {
    return this.handing.run(actor, id, body);
  }
}
