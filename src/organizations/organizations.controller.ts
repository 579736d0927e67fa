import { Body, Controller, Get, Post } from '@nestjs/common';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { OrganizationBody, VerificationBody, VerificationRequestBody } from './organization.dto.js';
import type { OrganizationAnswer } from './present-organization.js';
import { ReadOrganization } from './read-organization.js';
import { RegisterOrganization } from './register-organization.js';
import { RequestVerification } from './request-verification.js';
import { VerifyOrganization } from './verify-organization.js';

@Controller('v1')
export class OrganizationsController {
  constructor(
    private readonly registerOrganization: RegisterOrganization,
    private readonly verifyOrganization: VerifyOrganization,
    private readonly requestVerification: RequestVerification,
    private readonly readOrganization: ReadOrganization,
  ) {}

  @Policy('enrolling')
  @Creates()
  @Post('organizations')
  register(@By() actor: Actor, @Body() body: OrganizationBody): Promise<OrganizationAnswer> {
    return this.registerOrganization.run(actor, body);
  }

  @Policy('public')
  @Get('organizations/:id')
  read(@ByOrNobody() actor: Actor | null, @IdParam() id: string): Promise<OrganizationAnswer> {
    return this.readOrganization.run(actor, id);
  }

  @Policy('registrar')
  @Creates()
  @Post('organizations/:id/verification')
  verify(@By() actor: Actor, @IdParam() id: string, @Body() body: VerificationBody): Promise<OrganizationAnswer> {
    return this.verifyOrganization.run(actor, id, body);
  }

  @Policy('authenticated')
  @Creates()
  @Post('organizations/:id/verification-requests')
  requestVerificationOf(
    @By() actor: Actor,
    @IdParam() id: string,
    @Body() body: VerificationRequestBody,
  ): Promise<OrganizationAnswer> {
    return this.requestVerification.run(actor, id, body);
  }
}
