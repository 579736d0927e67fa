import { Body, Controller, Get, Headers, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ShareSession } from '../custody/custody.queries.js';
import { EnvelopeQuery, SessionBody, SessionShareBody } from '../custody/sealing.dto.js';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { HandInShare, type OpeningProgress } from './hand-in-share.js';
import { ReadEvidenceOfOpening, type SealedIdentities } from './read-evidence-of-opening.js';
import { ReadSession, type SessionAnswer } from './read-session.js';
import type { ReleasedFileKeys } from './opened-file-keys.js';
import { ReadOpening, type PublicOpening } from './read-opening.js';

@Controller('v1/tenders/:id/opening')
export class OpeningController {
  constructor(
    private readonly handInShare: HandInShare,
    private readonly readOpening: ReadOpening,
    private readonly evidence: ReadEvidenceOfOpening,
    private readonly readSession: ReadSession,
  ) {}

  /** A session to whose recipient the custodians seal their shares, for fifteen minutes. */
  @Post('sessions')
  @Policy('custodian')
  @Creates()
  begin(@By() actor: Actor, @IdParam() id: string, @Body() body: SessionBody): Promise<ShareSession> {
    return this.handInShare.begin(actor, id, body.envelope ?? 'bid');
  }

  @Get('sessions/:sessionId')
  @Policy('custodian')
  session(@By() actor: Actor, @IdParam() id: string, @IdParam('sessionId') sessionId: string): Promise<SessionAnswer> {
    return this.readSession.run(actor, id, sessionId);
  }

  @Post('shares')
  @Policy('custodian')
  @Creates()
  share(@By() actor: Actor, @IdParam() id: string, @Body() body: SessionShareBody): Promise<OpeningProgress> {
    return this.handInShare.run(actor, id, body);
  }

  /** The recovered keys, sealed to the caller's own: for auditors, and for a reviewer in its own case. */
  @Get('identities')
  @Policy('reviewer', 'auditor')
  identities(@By() actor: Actor, @IdParam() id: string, @Query() { envelope }: EnvelopeQuery): Promise<SealedIdentities> {
    return this.evidence.identities(actor, id, envelope);
  }

  /** A sealed file as it was opened, for the same people. */
  @Get('sealed-files/:bidId')
  @Policy('reviewer', 'auditor')
  sealedFile(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('bidId') bidId: string,
    @Query() { envelope }: EnvelopeQuery,
    @Headers('range') range: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.evidence.sealedFile(actor, id, { bidId, envelope }, range, reply);
  }

  /** The keys of one opened file alone, for the same people. */
  @Get('file-keys/:bidId')
  @Policy('reviewer', 'auditor')
  fileKeys(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('bidId') bidId: string,
    @Query() { envelope }: EnvelopeQuery,
  ): Promise<ReleasedFileKeys> {
    return this.evidence.fileKeys(actor, id, bidId, envelope);
  }

  @Get()
  @Policy('public')
  read(@IdParam() id: string, @Query() { envelope }: EnvelopeQuery): Promise<PublicOpening> {
    return this.readOpening.run(id, envelope);
  }
}
