import { Body, Controller, Get, Post } from '@nestjs/common';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ObjectToSource } from './object-to-source.js';
import { ReadObjections } from './read-objections.js';
import { ReviewObjection } from './review-objection.js';
import { ObjectionBody, ObjectionReviewBody } from './single-source.dto.js';
import type { ObjectionAnswer } from './single-source.queries.js';

/** What follows the notice of a single source: objections and their reviews (art. 48). */
@Controller('v1/tenders/:id/objections')
export class SingleSourceController {
  constructor(
    private readonly objecting: ObjectToSource,
    private readonly reviewing: ReviewObjection,
    private readonly reading: ReadObjections,
  ) {}

  @Policy('supplier')
  @Creates()
  @Delegated('challenge')
  @Post()
  object(@By() actor: Actor, @IdParam() id: string, @Body() body: ObjectionBody): Promise<ObjectionAnswer> {
    return this.objecting.run(actor, id, body);
  }

  @Policy('public')
  @Delegated()
  @Get()
  list(@ByOrNobody() actor: Actor | null, @IdParam() id: string): Promise<{ items: ObjectionAnswer[]; next: null }> {
    return this.reading.list(actor, id);
  }

  @Policy('public')
  @Delegated()
  @Get(':objectionId')
  read(
    @ByOrNobody() actor: Actor | null,
    @IdParam() id: string,
    @IdParam('objectionId') objectionId: string,
  ): Promise<ObjectionAnswer> {
    return this.reading.one(actor, id, objectionId);
  }

  @Policy('procurer', 'approver')
  @Creates()
  @Delegated('tender')
  @Post(':objectionId/review')
  review(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('objectionId') objectionId: string,
    @Body() body: ObjectionReviewBody,
  ): Promise<ObjectionAnswer> {
    return this.reviewing.run(actor, id, objectionId, body);
  }
}
