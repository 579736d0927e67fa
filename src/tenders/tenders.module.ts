import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TellDownloaders } from './tell-downloaders.js';
import { TendersDuties } from './tenders.duties.js';
import { AddDocument } from './add-document.js';
import { AnswerEnquiry } from './answer-enquiry.js';
import { AskEnquiry } from './ask-enquiry.js';
import { EnquiriesController } from './enquiries.controller.js';
import { EnquiriesDuties } from './enquiries.duties.js';
import { EnquiryAuthors } from './enquiry-authors.js';
import { Enquiry } from './enquiry.entity.js';
import { ConfirmOutage } from './confirm-outage.js';
import { ExtendForOutage } from './extend-for-outage.js';
import { LegalHold } from './legal-hold.entity.js';
import { Outage } from './outage.entity.js';
import { OutagesController } from './outages.controller.js';
import { ReadOutages } from './read-outages.js';
import { RegisterOutage } from './register-outage.js';
import { RecordDownload } from './record-download.js';
import { ReadEnquiries } from './read-enquiries.js';
import { AmendContent } from './amend-content.js';
import { AmendTender } from './amend-tender.js';
import { TenderAmendment } from './amendment.entity.js';
import { AmendmentsController } from './amendments.controller.js';
import { ApproveAmendment } from './approve-amendment.js';
import { ApproveTender } from './approve-tender.js';
import { CancelTender } from './cancel-tender.js';
import { CheckCompliance } from './check-compliance.js';
import { CloseTender } from './close-tender.js';
import { CorrectNotice } from './correct-notice.js';
import { DraftTender } from './draft-tender.js';
import { ExtendApplications } from './extend-applications.js';
import { InviteSuppliers } from './invite-suppliers.js';
import { TenderNotice } from './notice.entity.js';
import { GatherPublicationFacts } from './publication-facts.js';
import { ObjectToSource } from './object-to-source.js';
import { Objection } from './objection.entity.js';
import { DraftPlannedNotice } from './draft-planned-notice.js';
import { PlannedNotice } from './planned-notice.entity.js';
import { PlannedNoticesController } from './planned-notices.controller.js';
import { RevisePlannedNotice } from './revise-planned-notice.js';
import { PublishPlannedNotice } from './publish-planned-notice.js';
import { ReadPlannedNotices } from './read-planned-notices.js';
import { WithdrawPlannedNotice } from './withdraw-planned-notice.js';
import { PlanAmendment } from './plan-amendment.js';
import { ProposeAmendment } from './propose-amendment.js';
import { HandOverTender } from './hand-over-tender.js';
import { OfficersController } from './officers.controller.js';
import { ReadOfficers } from './read-officers.js';
import { CopiesController } from './copies.controller.js';
import { CopyTender } from './copy-tender.js';
import { DeleteTemplate } from './delete-template.js';
import { DraftFromTemplate } from './draft-from-template.js';
import { ReadTemplates } from './read-templates.js';
import { ReadValuations } from './read-valuations.js';
import { ReviseTemplate } from './revise-template.js';
import { Template } from './template.entity.js';
import { TemplatesController } from './templates.controller.js';
import { WriteTemplate } from './write-template.js';
import { PublishTender } from './publish-tender.js';
import { ReadDocument } from './read-document.js';
import { ReadObjections } from './read-objections.js';
import { ReadProposals } from './read-proposals.js';
import { ReadTenders } from './read-tenders.js';
import { ProposeRedaction } from './propose-redaction.js';
import { Redaction } from './redaction.entity.js';
import { RedactionsController } from './redactions.controller.js';
import { ApproveRedaction } from './approve-redaction.js';
import { ReadRedactions } from './read-redactions.js';
import { RejectProposal } from './reject-proposal.js';
import { ReviewObjection } from './review-objection.js';
import { ReviseTender } from './revise-tender.js';
import { SingleSourceController } from './single-source.controller.js';
import { TenderRecordController } from './tender-record.controller.js';
import { Tender } from './tender.entity.js';
import { TendersController } from './tenders.controller.js';

/** Draft, check, approve, publish, amend, cancel, documents, notices, single source (arts. 47, 48, 51 to 55, 59). */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      Tender,
      TenderNotice,
      Objection,
      Enquiry,
      PlannedNotice,
      TenderAmendment,
      Template,
      Outage,
      LegalHold,
      Redaction,
    ]),
  ],
  controllers: [
    TendersController,
    TenderRecordController,
    SingleSourceController,
    EnquiriesController,
    PlannedNoticesController,
    AmendmentsController,
    OfficersController,
    CopiesController,
    TemplatesController,
    OutagesController,
    RedactionsController,
  ],
  providers: [
    TendersDuties,
    TellDownloaders,
    ReadTenders,
    DraftTender,
    ReviseTender,
    CheckCompliance,
    ApproveTender,
    PublishTender,
    AmendTender,
    ExtendApplications,
    InviteSuppliers,
    CancelTender,
    CloseTender,
    GatherPublicationFacts,
    AddDocument,
    ReadDocument,
    RecordDownload,
    ObjectToSource,
    ReviewObjection,
    ReadObjections,
    EnquiryAuthors,
    EnquiriesDuties,
    AskEnquiry,
    AnswerEnquiry,
    ReadEnquiries,
    DraftPlannedNotice,
    PublishPlannedNotice,
    RevisePlannedNotice,
    WithdrawPlannedNotice,
    ReadPlannedNotices,
    PlanAmendment,
    AmendContent,
    ProposeAmendment,
    ApproveAmendment,
    RejectProposal,
    ReadProposals,
    CorrectNotice,
    HandOverTender,
    ReadOfficers,
    CopyTender,
    ReadValuations,
    ReadTemplates,
    WriteTemplate,
    ReviseTemplate,
    DeleteTemplate,
    DraftFromTemplate,
    RegisterOutage,
    ConfirmOutage,
    ExtendForOutage,
    ReadOutages,
    ProposeRedaction,
    ApproveRedaction,
    ReadRedactions,
  ],
})
export class TendersModule {}
