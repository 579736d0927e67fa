import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import type { SecurityAnswer } from './present-security.js';
import { ReadSecurities } from './read-securities.js';
import { RecordSecurity } from './record-security.js';
import { RefundSecurity } from './refund-security.js';
import { RefundBody, SecurityBody } from './security.dto.js';

@Controller('v1')
export class SecuritiesController {
  constructor(
    private readonly recording: RecordSecurity,
    private readonly refunding: RefundSecurity,
    private readonly reading: ReadSecurities,
  ) {}

  @Delegated()
  @Get('tenders/:id/securities')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<SecurityAnswer>> {
    return this.reading.list(actor, id, query);
  }

  @Delegated()
  @Get('securities/:id')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  one(@By() actor: Actor, @IdParam() id: string): Promise<SecurityAnswer> {
    return this.reading.one(actor, id);
  }

  @Delegated('award')
  @Post('contracts/:id/securities')
  @Policy('procurer')
  @Creates()
  record(@By() actor: Actor, @IdParam() id: string, @Body() body: SecurityBody): Promise<SecurityAnswer> {
    return this.recording.run(actor, id, body);
  }

  @Delegated('award')
  @Post('securities/:id/refund')
  @Policy('procurer')
  @Creates()
  refund(@By() actor: Actor, @IdParam() id: string, @Body() body: RefundBody): Promise<SecurityAnswer> {
    return this.refunding.run(actor, id, body);
  }
}
