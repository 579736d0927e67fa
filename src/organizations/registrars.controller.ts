import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { RegistrarBody, RegistrarDecisionBody } from './access-recovery.dto.js';
import { AppointRegistrar } from './appoint-registrar.js';
import { DecideRegistrar } from './decide-registrar.js';
import type { EndedMember } from './end-member.js';
import { EndRegistrar } from './end-registrar.js';
import { ReadRegistrarProposals } from './read-registrar-proposals.js';
import type { RegistrarProposal } from './registrar-proposal.entity.js';

@Controller('v1')
export class RegistrarsController {
  constructor(
    private readonly appointing: AppointRegistrar,
    private readonly deciding: DecideRegistrar,
    private readonly ending: EndRegistrar,
    private readonly reading: ReadRegistrarProposals,
  ) {}

  /** By the only registrar an appointment, by one of several a proposal. */
  @Policy('registrar')
  @Creates()
  @Post('registrars')
  appoint(@By() actor: Actor, @Body() body: RegistrarBody): Promise<RegistrarProposal> {
    return this.appointing.run(actor, body);
  }

  @Policy('registrar', 'auditor')
  @Get('registrar-proposals')
  list(@Query() query: PageQuery): Promise<Page<RegistrarProposal>> {
    return this.reading.list(query);
  }

  @Policy('registrar', 'auditor')
  @Get('registrar-proposals/:id')
  one(@IdParam() id: string): Promise<RegistrarProposal> {
    return this.reading.one(id);
  }

  @Policy('registrar')
  @Creates()
  @Post('registrar-proposals/:id/decision')
  decide(@By() actor: Actor, @IdParam() id: string, @Body() body: RegistrarDecisionBody): Promise<RegistrarProposal> {
    return this.deciding.run(actor, id, body);
  }

  /** By the id of the registrar's membership. */
  @Policy('registrar')
  @Creates()
  @HttpCode(200)
  @Delete('registrars/:id')
  end(@By() actor: Actor, @IdParam() id: string): Promise<EndedMember> {
    return this.ending.run(actor, id);
  }
}
