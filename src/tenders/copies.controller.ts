import { Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { CopyTender, type CopyAnswer } from './copy-tender.js';
import { ReadValuations } from './read-valuations.js';
import type { ValuationAnswer } from './valuations.queries.js';

/** What a procurement hands on to another one, and how it was valued over time (art. 52). */
@Controller('v1/tenders/:id')
export class CopiesController {
  constructor(
    private readonly copying: CopyTender,
    private readonly valuing: ReadValuations,
  ) {}

  @Policy('procurer')
  @Creates()
  @Post('copies')
  copy(@By() actor: Actor, @IdParam() id: string): Promise<CopyAnswer> {
    return this.copying.run(actor, id);
  }

  @Delegated()
  @Policy('procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  @Get('valuations')
  valuations(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<ValuationAnswer>> {
    return this.valuing.run(actor, id, query);
  }
}
