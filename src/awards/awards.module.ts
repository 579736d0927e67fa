import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Security } from '../bids/security.entity.js';
import { AnnouncePrices } from './announce-prices.js';
import { PriceOpening, QualificationFindings, QualificationVerdict } from './qualification.entity.js';
import { QualificationsController } from './qualifications.controller.js';
import { ReadQualification } from './read-qualification.js';
import { SubmitQualification } from './submit-qualification.js';
import { AnswerInquiry } from './answer-inquiry.js';
import { AskBidders } from './ask-bidders.js';
import { AwardsDuties } from './awards.duties.js';
import { ApprovePayment } from './approve-payment.js';
import { ContractLifeController } from './contract-life.controller.js';
import { ContractLifeDuties } from './contract-life.duties.js';
import { ContractAcceptance, ContractChange, ContractPayment } from './contract-life.entity.js';
import { DecideChange } from './decide-change.js';
import { LapsePayment } from './lapse-payment.js';
import { PlanPayment } from './plan-payment.js';
import { ProposeChange } from './propose-change.js';
import { ReadContractLife } from './read-contract-life.js';
import { RecordAcceptance } from './record-acceptance.js';
import { SettlePayment } from './settle-payment.js';
import { AnswerDebrief } from './answer-debrief.js';
import { AwardEvidenceController } from './award-evidence.controller.js';
import { AwardEvidence } from './award-evidence.entity.js';
import { AwardDirectly } from './award-directly.js';
import { Award, Debrief, LotNonAward } from './award.entity.js';
import { AwardsController } from './awards.controller.js';
import { Committee, CommitteeMember, RecusalRequest } from './committee.entity.js';
import { CommitteesDuties } from './committees.duties.js';
import { CommitteesController } from './committees.controller.js';
import { CompleteContract } from './complete-contract.js';
import { Contract, ContractBreach } from './contract.entity.js';
import { ContractsController } from './contracts.controller.js';
import { DecideExclusion } from './decide-exclusion.js';
import { DecideRecusal } from './decide-recusal.js';
import { DeclareConflict } from './declare-conflict.js';
import { DirectAwardsController } from './direct-awards.controller.js';
import { DrawCommittee } from './draw-committee.js';
import { EndExpert } from './end-expert.js';
import { ReadEvaluationRecord } from './evaluation-record.js';
import { EvaluationRecordsController } from './evaluation-records.controller.js';
import { ConflictDeclaration, Evaluation, EvaluationReport } from './evaluation.entity.js';
import { BreachStatement, Exclusion } from './exclusion.entity.js';
import { ExclusionsController } from './exclusions.controller.js';
import { ExclusionsDuties } from './exclusions.duties.js';
import { Expert } from './expert.entity.js';
import { ExpertsController } from './experts.controller.js';
import { FailTender } from './fail-tender.js';
import { InquiriesController } from './inquiries.controller.js';
import { ConfirmedCorrection, Inquiry, InquiryBid, InquiryOpinion } from './inquiry.entity.js';
import { JudgeAnswer } from './judge-answer.js';
import { LapseDebrief } from './lapse-debrief.js';
import { OpenedDocumentsController } from './opened-documents.controller.js';
import { ReadOpenedDocument } from './read-opened-document.js';
import { MakeAward } from './make-award.js';
import { NotifyExclusion } from './notify-exclusion.js';
import { ProveDeclaration } from './prove-declaration.js';
import { ReadAwards } from './read-awards.js';
import { ReadCommittee } from './read-committee.js';
import { ReadExclusions } from './read-exclusions.js';
import { ReadExperts } from './read-experts.js';
import { ReadInquiries } from './read-inquiries.js';
import { ReadSourceReport } from './read-source-report.js';
import { ReadSecurities } from './read-securities.js';
import { RecordBreach } from './record-breach.js';
import { RecordSecurity } from './record-security.js';
import { RefundSecurity } from './refund-security.js';
import { RegisterExpert } from './register-expert.js';
import { ReplaceMember } from './replace-member.js';
import { RequestApplicationDebrief } from './request-application-debrief.js';
import { RequestDebrief } from './request-debrief.js';
import { RequestRecusal } from './request-recusal.js';
import { SecuritiesController } from './securities.controller.js';
import { EvidenceDuties } from './evidence.duties.js';
import { DecideForfeiture } from './decide-forfeiture.js';
import { ExtendSecurity } from './extend-security.js';
import { Forfeiture } from './forfeiture.entity.js';
import { ForfeituresController } from './forfeitures.controller.js';
import { NotifyForfeiture } from './notify-forfeiture.js';
import { ReadForfeitures } from './read-forfeitures.js';
import { StateOnForfeiture } from './state-on-forfeiture.js';
import { ContractRefusal } from './contract-refusal.entity.js';
import { ContractRefusalsController } from './contract-refusals.controller.js';
import { ContractRefusalsDuties } from './contract-refusals.duties.js';
import { DecideContractRefusal } from './decide-contract-refusal.js';
import { NotifyContractRefusal } from './notify-contract-refusal.js';
import { ReadLotResults } from './read-lot-results.js';
import { ReadContractRefusals } from './read-contract-refusals.js';
import { StateOnContractRefusal } from './state-on-contract-refusal.js';
import { SecuritiesDuties } from './securities.duties.js';
import { SignContract } from './sign-contract.js';
import { ReadSmallSuppliers } from './read-small-suppliers.js';
import { SignReport } from './sign-report.js';
import { ReportSignature } from './signature.entity.js';
import { StatisticsController } from './statistics.controller.js';
import { ReleaseWithheld } from './release-withheld.js';
import { WithheldField } from './withheld-field.entity.js';
import { StateOnBreach } from './state-on-breach.js';
import { StateOnExclusion } from './state-on-exclusion.js';
import { SubmitEvaluation } from './submit-evaluation.js';

/** Evaluation, award, standstill, debriefing and contract (arts. 53, 54, 56, 57 and 59). */
@Module({
  imports: [
    TypeOrmModule.forFeature([QualificationFindings, QualificationVerdict, PriceOpening]),
    TypeOrmModule.forFeature([ConflictDeclaration, Evaluation, EvaluationReport, Award, LotNonAward, Debrief, WithheldField]),
    TypeOrmModule.forFeature([Contract, ContractBreach, ContractRefusal, ContractChange, ContractAcceptance, ContractPayment]),
    TypeOrmModule.forFeature([Exclusion, BreachStatement, Security, Forfeiture, AwardEvidence]),
    TypeOrmModule.forFeature([Expert, Committee, CommitteeMember, RecusalRequest, ReportSignature]),
    TypeOrmModule.forFeature([Inquiry, InquiryBid, InquiryOpinion, ConfirmedCorrection]),
  ],
  controllers: [
    QualificationsController,
    AwardsController,
    OpenedDocumentsController,
    ContractsController,
    DirectAwardsController,
    ExclusionsController,
    ForfeituresController,
    ContractRefusalsController,
    SecuritiesController,
    AwardEvidenceController,
    StatisticsController,
    ExpertsController,
    CommitteesController,
    InquiriesController,
    EvaluationRecordsController,
    ContractLifeController,
  ],
  providers: [
    SubmitQualification,
    AnnouncePrices,
    ReadQualification,
    AwardsDuties,
    DeclareConflict,
    SubmitEvaluation,
    MakeAward,
    FailTender,
    RequestDebrief,
    RequestApplicationDebrief,
    AnswerDebrief,
    LapseDebrief,
    SignContract,
    CompleteContract,
    RecordBreach,
    ReadAwards,
    ReadOpenedDocument,
    AwardDirectly,
    ReadSourceReport,
    NotifyExclusion,
    StateOnExclusion,
    DecideExclusion,
    StateOnBreach,
    ReadExclusions,
    ExclusionsDuties,
    RecordSecurity,
    RefundSecurity,
    ReadSecurities,
    SecuritiesDuties,
    EvidenceDuties,
    NotifyForfeiture,
    StateOnForfeiture,
    DecideForfeiture,
    ExtendSecurity,
    ReadForfeitures,
    NotifyContractRefusal,
    StateOnContractRefusal,
    DecideContractRefusal,
    ReadContractRefusals,
    ReadLotResults,
    ContractRefusalsDuties,
    ProveDeclaration,
    ReadSmallSuppliers,
    RegisterExpert,
    EndExpert,
    ReadExperts,
    DrawCommittee,
    ReplaceMember,
    RequestRecusal,
    DecideRecusal,
    ReadCommittee,
    CommitteesDuties,
    AskBidders,
    AnswerInquiry,
    JudgeAnswer,
    ReadInquiries,
    SignReport,
    ReadEvaluationRecord,
    ProposeChange,
    DecideChange,
    RecordAcceptance,
    PlanPayment,
    ApprovePayment,
    SettlePayment,
    LapsePayment,
    ReleaseWithheld,
    ReadContractLife,
    ContractLifeDuties,
  ],
  exports: [ReadAwards, ReadOpenedDocument],
})
export class AwardsModule {}
