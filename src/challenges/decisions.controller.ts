import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { CompleteRemedy } from './complete-remedy.js';
import { ReasonsBody } from './decision.dto.js';
import type { RemedyAnswer } from './present-complaint.js';
import { ReadDecisions, type DecidedTender, type PublishedDecision } from './read-decisions.js';
import type { RulingCopy } from './ruling-copy.js';

/** What was ruled, for its parties and for everybody, and what was ordered. */
@Controller('v1')
export class DecisionsController {
  constructor(
    private readonly reading: ReadDecisions,
    private readonly completing: CompleteRemedy,
  ) {}

  @Policy('public')
  @Get('tenders/:id/review-decisions')
  list(@IdParam() id: string): Promise<DecidedTender> {
    return this.reading.ofTender(id);
  }

  @Policy('public')
  @Get('review-decisions/:id')
  read(@IdParam() id: string): Promise<PublishedDecision> {
    return this.reading.published(id);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('complaints/:id/decision')
  readWhole(@By() actor: Actor, @IdParam() id: string): Promise<RulingCopy> {
    return this.reading.whole(actor, id);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('complaints/:id/remedies')
  listRemedies(@By() actor: Actor, @IdParam() id: string): Promise<RemedyAnswer[]> {
    return this.reading.remedies(actor, id);
  }

  @Policy('reviewer')
  @Creates()
  @Post('complaints/:id/remedies/:number/completion')
  complete(
    @By() actor: Actor,
    @IdParam() id: string,
    @Param('number') number: string,
    @Body() body: ReasonsBody,
  ): Promise<RemedyAnswer> {
    return this.completing.run(actor, id, number, body);
  }
}
