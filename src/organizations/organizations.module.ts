import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddLicence } from './add-licence.js';
import { AddMember } from './add-member.js';
import { Licence, Organization } from './organization.entity.js';
import { OrganizationsController } from './organizations.controller.js';
import { ReadMe } from './read-me.js';
import { ReadOrganization } from './read-organization.js';
import { RegisterOrganization } from './register-organization.js';
import { VerifyOrganization } from './verify-organization.js';

@Module({
  imports: [TypeOrmModule.forFeature([Organization, Licence])],
  controllers: [OrganizationsController],
  providers: [RegisterOrganization, VerifyOrganization, AddMember, AddLicence, ReadOrganization, ReadMe],
  exports: [RegisterOrganization, VerifyOrganization, AddMember],
})
export class OrganizationsModule {}
