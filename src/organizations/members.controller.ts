import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AddMember, type MemberAnswer } from './add-member.js';
import { DecideMembershipRequest } from './decide-membership-request.js';
import { EndMember, type EndedMember } from './end-member.js';
import { MemberBody, MembershipDecisionBody, MembershipRequestBody } from './member.dto.js';
import type { MembershipRequest } from './membership-request.entity.js';
import { ReadMembers, type Member } from './read-members.js';
import { RequestMembership } from './request-membership.js';

@Controller('v1/organizations/:id')
export class MembersController {
  constructor(
    private readonly addMember: AddMember,
    private readonly endMember: EndMember,
    private readonly readMembers: ReadMembers,
    private readonly requestMembership: RequestMembership,
    private readonly decideMembershipRequest: DecideMembershipRequest,
  ) {}

  @Policy('authenticated')
  @Get('members')
  members(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<Member>> {
    return this.readMembers.members(actor, id, query);
  }

  @Policy('authenticated')
  @Creates()
  @Post('members')
  add(@By() actor: Actor, @IdParam() id: string, @Body() body: MemberBody): Promise<MemberAnswer> {
    return this.addMember.run(actor, id, body);
  }

  @Delete('members/:membershipId')
  @HttpCode(200)
  @Policy('authenticated')
  @Creates()
  end(@By() actor: Actor, @IdParam() id: string, @IdParam('membershipId') membershipId: string): Promise<EndedMember> {
    return this.endMember.run(actor, id, membershipId);
  }

  @Policy('authenticated')
  @Get('membership-requests')
  requests(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<MembershipRequest>> {
    return this.readMembers.requests(actor, id, query);
  }

  @Policy('enrolling')
  @Creates()
  @Post('membership-requests')
  request(@By() actor: Actor, @IdParam() id: string, @Body() body: MembershipRequestBody): Promise<MembershipRequest> {
    return this.requestMembership.run(actor, id, body);
  }

  @Policy('authenticated')
  @Get('membership-requests/:requestId')
  oneRequest(@By() actor: Actor, @IdParam() id: string, @IdParam('requestId') requestId: string): Promise<MembershipRequest> {
    return this.readMembers.request(actor, id, requestId);
  }

  @Policy('authenticated')
  @Creates()
  @Post('membership-requests/:requestId/decision')
  decide(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('requestId') requestId: string,
    @Body() body: MembershipDecisionBody,
  ): Promise<MembershipRequest> {
    return this.decideMembershipRequest.run(actor, id, requestId, body);
  }
}
