import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import {
  ChallengeBody,
  ChallengeCompletionBody,
  CompletionRequestBody,
  MessageBody,
  ReplyBody,
  SettlementBody,
} from './challenge.dto.js';
import type { ChallengeMessage } from './challenge.entity.js';
import { CompleteChallenge } from './complete-challenge.js';
import { FileChallenge } from './file-challenge.js';
import type { ChallengeAnswer } from './present-challenge.js';
import { ReadChallenges, type WindowsAnswer } from './read-challenges.js';
import { ReplyToChallenge } from './reply-to-challenge.js';
import { RequestCompletion } from './request-completion.js';
import { SendMessage } from './send-message.js';
import { SettleChallenge } from './settle-challenge.js';
import { WithdrawChallenge } from './withdraw-challenge.js';

@Controller('v1')
export class ChallengesController {
  constructor(
    private readonly reading: ReadChallenges,
    private readonly filing: FileChallenge,
    private readonly requesting: RequestCompletion,
    private readonly completing: CompleteChallenge,
    private readonly replying: ReplyToChallenge,
    private readonly sending: SendMessage,
    private readonly settling: SettleChallenge,
    private readonly withdrawing: WithdrawChallenge,
  ) {}

  @Policy('public')
  @Get('tenders/:id/challenge-window')
  windows(@ByOrNobody() actor: Actor | null, @IdParam() id: string): Promise<WindowsAnswer> {
    return this.reading.windows(actor, id);
  }

  @Policy('supplier')
  @Creates()
  @Delegated('challenge')
  @Post('tenders/:id/challenges')
  file(@By() actor: Actor, @IdParam() id: string, @Body() body: ChallengeBody): Promise<ChallengeAnswer> {
    return this.filing.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('challenge', 'complain')
  @Get('challenges/:id')
  read(@By() actor: Actor, @IdParam() id: string): Promise<ChallengeAnswer> {
    return this.reading.challenge(actor, id);
  }

  @Policy('procurer')
  @Creates()
  @Delegated('challenge')
  @Post('challenges/:id/completion-request')
  requestCompletion(@By() actor: Actor, @IdParam() id: string, @Body() body: CompletionRequestBody): Promise<ChallengeAnswer> {
    return this.requesting.run(actor, id, body);
  }

  @Policy('supplier')
  @Creates()
  @Delegated('challenge')
  @Post('challenges/:id/completion')
  complete(@By() actor: Actor, @IdParam() id: string, @Body() body: ChallengeCompletionBody): Promise<ChallengeAnswer> {
    return this.completing.run(actor, id, body);
  }

  @Policy('procurer')
  @Creates()
  @Delegated('challenge')
  @Post('challenges/:id/reply')
  reply(@By() actor: Actor, @IdParam() id: string, @Body() body: ReplyBody): Promise<ChallengeAnswer> {
    return this.replying.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('challenge')
  @Get('challenges/:id/messages')
  messages(@By() actor: Actor, @IdParam() id: string, @Query() page: PageQuery): Promise<Page<ChallengeMessage>> {
    return this.reading.messages(actor, id, page);
  }

  @Policy('supplier', 'procurer')
  @Creates()
  @Delegated('challenge')
  @Post('challenges/:id/messages')
  send(@By() actor: Actor, @IdParam() id: string, @Body() body: MessageBody): Promise<ChallengeMessage> {
    return this.sending.run(actor, id, body);
  }

  @Policy('supplier', 'procurer')
  @Creates()
  @Delegated('sign')
  @Post('challenges/:id/settlement')
  settle(@By() actor: Actor, @IdParam() id: string, @Body() body: SettlementBody): Promise<ChallengeAnswer> {
    return this.settling.run(actor, id, body);
  }

  @Policy('supplier')
  @Creates()
  @Delegated('challenge')
  @Post('challenges/:id/withdrawal')
  withdraw(@By() actor: Actor, @IdParam() id: string): Promise<ChallengeAnswer> {
    return this.withdrawing.run(actor, id);
  }
}
