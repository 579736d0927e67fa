import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import type { LegalHold } from '../tenders/legal-hold.entity.js';
import { HoldReleaseBody, LegalHoldBody } from './hold.dto.js';
import { PlaceHold } from './place-hold.js';
import { ReadRetention } from './read-retention.js';
import { ReleaseHold } from './release-hold.js';
import type { RetentionAnswer } from './retention.queries.js';

@Controller('v1/archive/tenders/:id')
export class RetentionController {
  constructor(
    private readonly reading: ReadRetention,
    private readonly placing: PlaceHold,
    private readonly releasing: ReleaseHold,
  ) {}

  /** Each date with its article and arithmetic. */
  @Policy('auditor', 'supervisor')
  @Get('retention')
  retention(@IdParam() id: string): Promise<RetentionAnswer> {
    return this.reading.run(id);
  }

  @Policy('auditor', 'supervisor')
  @Get('holds')
  holds(@IdParam() id: string): Promise<{ items: LegalHold[] }> {
    return this.reading.holds(id);
  }

  @Policy('auditor', 'supervisor')
  @Get('holds/:number')
  hold(@IdParam() id: string, @Param('number') number: string): Promise<LegalHold> {
    return this.reading.hold(id, number);
  }

  @Policy('auditor', 'supervisor')
  @Creates()
  @Post('holds')
  place(@By() actor: Actor, @IdParam() id: string, @Body() body: LegalHoldBody): Promise<LegalHold> {
    return this.placing.run(actor, id, body);
  }

  @Policy('auditor', 'supervisor')
  @Creates()
  @Post('holds/:number/release')
  release(
    @By() actor: Actor,
    @IdParam() id: string,
    @Param('number') number: string,
    @Body() body: HoldReleaseBody,
  ): Promise<LegalHold> {
    return this.releasing.run(actor, id, number, body);
  }
}
