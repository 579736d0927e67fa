import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddApplicationDocument } from './add-application-document.js';
import { ApplicationDecision } from './application.entity.js';
import { ApplicationsController } from './applications.controller.js';
import { DecideApplication } from './decide-application.js';
import { HandInApplication } from './hand-in-application.js';
import { PrequalificationDuties } from './prequalification.duties.js';
import { ReadApplications } from './read-applications.js';
import { ReadShortlist } from './read-shortlist.js';
import { ReceiveApplication } from './receive-application.js';
import { ShortlistApplicants } from './shortlist-applicants.js';
import { ShortlistController } from './shortlist.controller.js';
import { TellApplicants } from './tell-applicants.js';
import { WithdrawApplication } from './withdraw-application.js';

/** Invited tendering: applications, decisions, shortlist, standing qualifications (arts. 49 and 50). Notice and invitation are the tender's. */
@Module({
  imports: [TypeOrmModule.forFeature([ApplicationDecision])],
  controllers: [ApplicationsController, ShortlistController],
  providers: [
    ReceiveApplication,
    HandInApplication,
    WithdrawApplication,
    AddApplicationDocument,
    DecideApplication,
    ShortlistApplicants,
    ReadApplications,
    ReadShortlist,
    TellApplicants,
    PrequalificationDuties,
  ],
})
export class PrequalificationModule {}
