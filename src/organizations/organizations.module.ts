import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddLicence } from './add-licence.js';
import { AddMember } from './add-member.js';
import { DecideMembershipRequest } from './decide-membership-request.js';
import { EndMember } from './end-member.js';
import { MeController } from './me.controller.js';
import { MembersController } from './members.controller.js';
import { MembershipRequest } from './membership-request.entity.js';
import { Licence, Organization } from './organization.entity.js';
import { OrganizationsController } from './organizations.controller.js';
import { ReadMe } from './read-me.js';
import { ReadMembers } from './read-members.js';
import { ReceiveDelivery } from './receive-delivery.js';
import { OrganizationsDuties } from './organizations.duties.js';
import { ReadOrganization } from './read-organization.js';
import { RegisterOrganization } from './register-organization.js';
import { RequestMembership } from './request-membership.js';
import { RequestVerification } from './request-verification.js';
import { Verification } from './verification.entity.js';
import { VerifyOrganization } from './verify-organization.js';

@Module({
  imports: [TypeOrmModule.forFeature([Organization, Licence, Verification, MembershipRequest])],
  controllers: [OrganizationsController, MembersController, MeController],
  providers: [
    RegisterOrganization,
    VerifyOrganization,
    RequestVerification,
    AddMember,
    EndMember,
    RequestMembership,
    DecideMembershipRequest,
    ReadMembers,
    AddLicence,
    ReadOrganization,
    ReadMe,
    ReceiveDelivery,
    OrganizationsDuties,
  ],
  exports: [RegisterOrganization, VerifyOrganization, AddMember],
})
export class OrganizationsModule {}
