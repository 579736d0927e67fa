import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AwardEvidenceBody } from './award-evidence.dto.js';
import type { AwardEvidence } from './award-evidence.entity.js';
import { ProveDeclaration } from './prove-declaration.js';

@Controller('v1/awards/:id/evidence')
export class AwardEvidenceController {
  constructor(private readonly proving: ProveDeclaration) {}

  @Delegated('bid')
  @Post()
  @Policy('supplier')
  @Creates()
  prove(@By() actor: Actor, @IdParam() id: string, @Body() body: AwardEvidenceBody): Promise<AwardEvidence> {
    return this.proving.run(actor, id, body);
  }

  @Delegated()
  @Get()
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<AwardEvidence>> {
    return this.proving.list(actor, id, query);
  }
}
