import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessRecoveriesController } from './access-recoveries.controller.js';
import { AccessRecovery } from './access-recovery.entity.js';
import { AddLicence } from './add-licence.js';
import { AddMember } from './add-member.js';
import { AppointRegistrar } from './appoint-registrar.js';
import { ConfirmEmail } from './confirm-email.js';
import { DecideAccessRecovery } from './decide-access-recovery.js';
import { DecideMembershipRequest } from './decide-membership-request.js';
import { Delegation } from './delegation.entity.js';
import { EndDelegation } from './end-delegation.js';
import { DeputiesController } from './deputies.controller.js';
import { EndDeputy } from './end-deputy.js';
import { NameDeputy } from './name-deputy.js';
import { ReadDeputies } from './read-deputies.js';
import { EndMember } from './end-member.js';
import { EndRegistrar } from './end-registrar.js';
import { DecideRegistrar } from './decide-registrar.js';
import { ReadRegistrarProposals } from './read-registrar-proposals.js';
import { RegistrarProposal } from './registrar-proposal.entity.js';
import { RegistrarsController } from './registrars.controller.js';
import { GrantMandate } from './grant-mandate.js';
import { GrantPower } from './grant-power.js';
import { LicencesController } from './licences.controller.js';
import { MandatesController } from './mandates.controller.js';
import { MeController } from './me.controller.js';
import { MembersController } from './members.controller.js';
import { MembershipRequest } from './membership-request.entity.js';
import { EmailVerification, NotificationSettings } from './notification.entity.js';
import { NotificationsController } from './notifications.controller.js';
import { Licence, Organization } from './organization.entity.js';
import { OrganizationsController } from './organizations.controller.js';
import { PowersOfAttorneyController } from './powers-of-attorney.controller.js';
import { ReadAccessRecoveries } from './read-access-recoveries.js';
import { ReadDelegations } from './read-delegations.js';
import { PrincipalHashes } from './principal-hashes.js';
import { Principal } from './principal.entity.js';
import { PrincipalsController } from './principals.controller.js';
import { ReadLicences } from './read-licences.js';
import { ReadMe } from './read-me.js';
import { ReadMembers } from './read-members.js';
import { ReadNotifications } from './read-notifications.js';
import { ReceiveDelivery } from './receive-delivery.js';
import { OrganizationsDuties } from './organizations.duties.js';
import { ReadOrganization } from './read-organization.js';
import { ReadPrincipals } from './read-principals.js';
import { RegisterOrganization } from './register-organization.js';
import { RequestAccessRecovery } from './request-access-recovery.js';
import { RequestEmailVerification } from './request-email-verification.js';
import { RequestMembership } from './request-membership.js';
import { RequestVerification } from './request-verification.js';
import { SetNotifications } from './set-notifications.js';
import { StatePrincipal } from './state-principal.js';
import { Verification } from './verification.entity.js';
import { VerifyLicence } from './verify-licence.js';
import { VerifyPrincipal } from './verify-principal.js';
import { VerifyOrganization } from './verify-organization.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      Organization,
      Licence,
      Principal,
      Verification,
      MembershipRequest,
      Delegation,
      NotificationSettings,
      EmailVerification,
      AccessRecovery,
      RegistrarProposal,
    ]),
  ],
  controllers: [
    OrganizationsController,
    LicencesController,
    PrincipalsController,
    MembersController,
    MeController,
    MandatesController,
    PowersOfAttorneyController,
    DeputiesController,
    NotificationsController,
    AccessRecoveriesController,
    RegistrarsController,
  ],
  providers: [
    RegisterOrganization,
    VerifyOrganization,
    RequestVerification,
    AddMember,
    EndMember,
    EndRegistrar,
    DecideRegistrar,
    ReadRegistrarProposals,
    RequestMembership,
    DecideMembershipRequest,
    ReadMembers,
    AddLicence,
    VerifyLicence,
    ReadLicences,
    PrincipalHashes,
    StatePrincipal,
    VerifyPrincipal,
    ReadPrincipals,
    ReadOrganization,
    ReadMe,
    ReceiveDelivery,
    OrganizationsDuties,
    GrantMandate,
    GrantPower,
    EndDelegation,
    ReadDelegations,
    NameDeputy,
    EndDeputy,
    ReadDeputies,
    RequestAccessRecovery,
    DecideAccessRecovery,
    ReadAccessRecoveries,
    AppointRegistrar,
    ReadNotifications,
    SetNotifications,
    RequestEmailVerification,
    ConfirmEmail,
  ],
  exports: [RegisterOrganization, VerifyOrganization, AddMember, AppointRegistrar],
})
export class OrganizationsModule {}
