import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AddLicence } from './add-licence.js';
import type { LicenceAnswer } from './licences.queries.js';
import { FindingBody, LicenceBody } from './organization.dto.js';
import { ReadLicences } from './read-licences.js';
import { VerifyLicence } from './verify-licence.js';

@Controller('v1/organizations/:id/licences')
export class LicencesController {
  constructor(
    private readonly adding: AddLicence,
    private readonly verifying: VerifyLicence,
    private readonly reading: ReadLicences,
  ) {}

  @Policy('authenticated')
  @Creates()
  @Post()
  add(@By() actor: Actor, @IdParam() id: string, @Body() body: LicenceBody): Promise<LicenceAnswer> {
    return this.adding.run(actor, id, body);
  }

  @Policy('authenticated')
  @Get()
  list(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<LicenceAnswer>> {
    return this.reading.list(actor, id, query);
  }

  @Policy('authenticated')
  @Get(':licenceId')
  one(@By() actor: Actor, @IdParam() id: string, @IdParam('licenceId') licenceId: string): Promise<LicenceAnswer> {
    return this.reading.one(actor, id, licenceId);
  }

  @Policy('registrar')
  @Creates()
  @Post(':licenceId/verification')
  verify(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('licenceId') licenceId: string,
    @Body() body: FindingBody,
  ): Promise<LicenceAnswer> {
    return this.verifying.run(actor, id, licenceId, body);
  }
}
