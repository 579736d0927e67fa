import { Body, Controller, Get, Post } from '@nestjs/common';
import type { ShareSession } from '../custody/custody.queries.js';
import { SessionBody, SessionShareBody } from '../custody/sealing.dto.js';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { HandInShare, type OpeningProgress } from './hand-in-share.js';
import { ReadOpening, type PublicOpening } from './read-opening.js';

@Controller('v1/tenders/:id/opening')
export class OpeningController {
  constructor(
    private readonly handInShare: HandInShare,
    private readonly readOpening: ReadOpening,
  ) {}

  /** A session to whose recipient the custodians seal their shares, for fifteen minutes. */
  @Post('sessions')
  @Policy('custodian')
  @Creates()
  begin(@By() actor: Actor, @IdParam() id: string, @Body() body: SessionBody): Promise<ShareSession> {
    return this.handInShare.begin(actor, id, body.envelope ?? 'bid');
  }

  @Post('shares')
  @Policy('custodian')
  @Creates()
  share(@By() actor: Actor, @IdParam() id: string, @Body() body: SessionShareBody): Promise<OpeningProgress> {
    return this.handInShare.run(actor, id, body);
  }

  @Get()
  @Policy('public')
  read(@IdParam() id: string): Promise<PublicOpening> {
    return this.readOpening.run(id);
  }
}
