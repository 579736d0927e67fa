import { Body, Controller, Get, Post } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { KnowledgeContestBody } from './challenge.dto.js';
import { ContestKnowledge } from './contest-knowledge.js';
import type { ChallengeAnswer } from './present-challenge.js';
import type { PublicReplyAnswer } from './public-reply.js';
import { ReadKnowledge, type ChallengeKnowledgeAnswer, type KnowledgeAnswer } from './read-knowledge.js';

@Controller('v1')
export class KnowledgeController {
  constructor(
    private readonly reading: ReadKnowledge,
    private readonly contesting: ContestKnowledge,
  ) {}

  /** What shows when the caller's own organisation knew or should have known, and until when it may challenge what. */
  @Policy('supplier')
  @Delegated('challenge')
  @Get('tenders/:id/knowledge')
  own(@By() actor: Actor, @IdParam() id: string): Promise<KnowledgeAnswer> {
    return this.reading.own(actor, id);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('challenge', 'complain')
  @Get('challenges/:id/knowledge')
  ofChallenge(@By() actor: Actor, @IdParam() id: string): Promise<ChallengeKnowledgeAnswer> {
    return this.reading.ofChallenge(actor, id);
  }

  @Policy('procurer')
  @Creates()
  @Delegated('challenge')
  @Post('challenges/:id/knowledge-contest')
  contest(@By() actor: Actor, @IdParam() id: string, @Body() body: KnowledgeContestBody): Promise<ChallengeAnswer> {
    return this.contesting.run(actor, id, body);
  }

  /** The reply as the other affected suppliers read it: neither who challenged nor its letter. */
  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('challenge', 'complain')
  @Get('challenges/:id/public-reply')
  publicReply(@By() actor: Actor, @IdParam() id: string): Promise<PublicReplyAnswer> {
    return this.reading.publicReply(actor, id);
  }
}
