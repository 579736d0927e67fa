import { Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { Duties, type Duty } from '../platform/duties.js';
import { limitOf, PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { DutyQuery } from './me.dto.js';
import { ReadMe, type Delivery, type MeAnswer } from './read-me.js';
import { ReceiveDelivery, type DeliveryReceipt } from './receive-delivery.js';

@Controller('v1/me')
export class MeController {
  constructor(
    private readonly readMe: ReadMe,
    private readonly receiveDelivery: ReceiveDelivery,
    private readonly duties: Duties,
  ) {}

  @Policy('authenticated')
  @Delegated()
  @Get()
  me(@By() actor: Actor): Promise<MeAnswer> {
    return this.readMe.me(actor);
  }

  @Policy('authenticated')
  @Get('inbox')
  inbox(@By() actor: Actor, @Query() query: PageQuery): Promise<Page<Delivery>> {
    return this.readMe.inbox(actor, query);
  }

  @Policy('authenticated')
  @Creates()
  @Post('inbox/:id/receipt')
  receive(@By() actor: Actor, @IdParam() id: string): Promise<DeliveryReceipt> {
    return this.receiveDelivery.run(actor, id);
  }

  @Policy('authenticated')
  @Delegated()
  @Get('duties')
  due(@By() actor: Actor, @Query() query: DutyQuery): Promise<Page<Duty>> {
    return this.duties.of(actor, { limit: limitOf(query), after: query.after ?? null });
  }
}
