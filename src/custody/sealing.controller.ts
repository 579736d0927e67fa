import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import type { OwnShare, ShareSession } from './custody.queries.js';
import { ReadOwnShares } from './read-own-shares.js';
import { RehearseOpening, type RehearsalProgress, type RehearsalShareAnswer } from './rehearse-opening.js';
import { SealTender, type SealingAnswer } from './seal-tender.js';
import { ConfirmationBody, EnvelopeQuery, RehearsalShareBody, SealingBody, SessionBody } from './sealing.dto.js';

@Controller('v1/tenders/:id')
export class SealingController {
  constructor(
    private readonly sealing: SealTender,
    private readonly ownShares: ReadOwnShares,
    private readonly rehearsing: RehearseOpening,
  ) {}

  @Policy('custodian')
  @Creates()
  @Put('sealing')
  seal(@By() actor: Actor, @IdParam() id: string, @Body() body: SealingBody): Promise<SealingAnswer> {
    return this.sealing.run(actor, id, body);
  }

  /** The caller's own shares, each an age file that only it can open. */
  @Policy('custodian')
  @Get('sealing/shares/mine')
  mine(@By() actor: Actor, @IdParam() id: string): Promise<{ items: OwnShare[] }> {
    return this.ownShares.run(actor, id);
  }

  /** A session in which a quorum of each lock opens a test envelope. */
  @Policy('custodian')
  @Creates()
  @Post('rehearsal')
  begin(@By() actor: Actor, @IdParam() id: string, @Body() body: SessionBody): Promise<ShareSession> {
    return this.rehearsing.begin(actor, id, body.envelope ?? 'bid');
  }

  @Policy('custodian')
  @Creates()
  @Post('rehearsal/shares')
  share(@By() actor: Actor, @IdParam() id: string, @Body() body: RehearsalShareBody): Promise<RehearsalShareAnswer> {
    return this.rehearsing.share(actor, id, body);
  }

  @Policy('custodian')
  @Creates()
  @Post('rehearsal/confirmations')
  confirm(@By() actor: Actor, @IdParam() id: string, @Body() body: ConfirmationBody): Promise<RehearsalProgress> {
    return this.rehearsing.confirm(actor, id, body);
  }

  @Policy('custodian', 'procurer', 'approver')
  @Get('rehearsal')
  read(@By() actor: Actor, @IdParam() id: string, @Query() query: EnvelopeQuery): Promise<RehearsalProgress> {
    return this.rehearsing.read(actor, id, query.envelope ?? 'bid');
  }
}
