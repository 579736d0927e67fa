import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AwardsModule } from '../awards/awards.module.js';
import { ChallengesDuties } from './challenges.duties.js';
import { AcceptComplaint } from './accept-complaint.js';
import { Challenge, ChallengeMessage } from './challenge.entity.js';
import { ChallengesController } from './challenges.controller.js';
import { CompleteChallenge } from './complete-challenge.js';
import { Complaint, ComplaintRuling, ReviewerRecusal } from './complaint.entity.js';
import { ComplaintsController } from './complaints.controller.js';
import { decisionControllers, decisionEntities, decisionProviders } from './decisions.parts.js';
import { DecideComplaint } from './decide-complaint.js';
import { DismissComplaint } from './dismiss-complaint.js';
import { FileChallenge } from './file-challenge.js';
import { FileComplaint } from './file-complaint.js';
import { ContestKnowledge } from './contest-knowledge.js';
import { KnowledgeContest } from './knowledge-contest.entity.js';
import { KnowledgeController } from './knowledge.controller.js';
import { ReadKnowledge } from './read-knowledge.js';
import { TellAffected } from './tell-affected.js';
import { LapseChallenge } from './lapse-challenge.js';
import { RemindOfDeadlines } from './remind-of-deadlines.js';
import { ReadChallenges } from './read-challenges.js';
import { ReadEvidence } from './read-evidence.js';
import { RecuseReviewer } from './recuse-reviewer.js';
import { ReplyToChallenge } from './reply-to-challenge.js';
import { RequestCompletion } from './request-completion.js';
import { SendMessage } from './send-message.js';
import { SettleChallenge } from './settle-challenge.js';
import { SuspendProcurement } from './suspend-procurement.js';
import { AssignReviewer } from './assign-reviewer.js';
import { DecideReviewerRecusal } from './decide-reviewer-recusal.js';
import { DeclareReviewer } from './declare-reviewer.js';
import { ReadCaseload } from './caseload.js';
import { ReadReviewers } from './read-reviewers.js';
import { RequestReviewerRecusal } from './request-reviewer-recusal.js';
import { ReviewerAssignment, ReviewerDeclaration, ReviewerRecusalRequest } from './reviewer.entity.js';
import { CaseAccess, CaseAssistant, CaseDisclosure } from './case-file.entity.js';
import { CaseFilesController } from './case-files.controller.js';
import { DeclareAssistant } from './declare-assistant.js';
import { DiscloseItem } from './disclose-item.js';
import { LetInAssistant } from './let-in-assistant.js';
import { LetOutAssistant } from './let-out-assistant.js';
import { ReadCaseFile } from './read-case-file.js';
import { ReviewersController } from './reviewers.controller.js';
import { WatchedDeadline } from './watched-deadline.entity.js';
import { WithdrawChallenge } from './withdraw-challenge.js';
import { WithdrawComplaint } from './withdraw-complaint.js';
import { AnswerExplanations } from './answer-explanations.js';
import { CallHearing } from './call-hearing.js';
import { CancelHearing } from './cancel-hearing.js';
import { CompleteComplaint } from './complete-complaint.js';
import { EndClockStop } from './end-clock-stop.js';
import { ExplainComplaint } from './explain-complaint.js';
import { HearingsController } from './hearings.controller.js';
import { ProceedingsDuties } from './proceedings.duties.js';
import { ProceedingsController } from './proceedings.controller.js';
import { ComplaintHearing, ComplaintRespondent, ComplaintStatement } from './proceedings.entity.js';
import { ReadProceedings } from './read-proceedings.js';
import { RecordMinutes } from './record-minutes.js';
import { RequestComplaintCompletion } from './request-complaint-completion.js';
import { StopClock } from './stop-clock.js';
import { TransferComplaint } from './transfer-complaint.js';

const proceedings = [
  ProceedingsDuties,
  ReadProceedings,
  RequestComplaintCompletion,
  CompleteComplaint,
  TransferComplaint,
  ExplainComplaint,
  AnswerExplanations,
  CallHearing,
  RecordMinutes,
  CancelHearing,
  StopClock,
  EndClockStop,
];

@Module({
  imports: [
    AwardsModule,
    TypeOrmModule.forFeature([Challenge, ChallengeMessage, Complaint, ComplaintRuling, ReviewerRecusal, ...decisionEntities]),
    TypeOrmModule.forFeature([ReviewerAssignment, ReviewerDeclaration, ReviewerRecusalRequest]),
    TypeOrmModule.forFeature([ComplaintRespondent, ComplaintStatement, ComplaintHearing]),
    TypeOrmModule.forFeature([CaseAccess, CaseAssistant, CaseDisclosure]),
    TypeOrmModule.forFeature([WatchedDeadline, KnowledgeContest]),
  ],
  controllers: [
    ChallengesController,
    ComplaintsController,
    ReviewersController,
    ProceedingsController,
    HearingsController,
    CaseFilesController,
    KnowledgeController,
    ...decisionControllers,
  ],
  providers: [
    ChallengesDuties,
    ReadChallenges,
    ReadEvidence,
    FileChallenge,
    RequestCompletion,
    CompleteChallenge,
    ReplyToChallenge,
    SendMessage,
    SettleChallenge,
    WithdrawChallenge,
    LapseChallenge,
    RemindOfDeadlines,
    ReadKnowledge,
    ContestKnowledge,
    TellAffected,
    FileComplaint,
    AcceptComplaint,
    DismissComplaint,
    RecuseReviewer,
    SuspendProcurement,
    DecideComplaint,
    WithdrawComplaint,
    ...proceedings,
    ReadReviewers,
    ReadCaseload,
    AssignReviewer,
    DeclareReviewer,
    RequestReviewerRecusal,
    DecideReviewerRecusal,
    ...decisionProviders,
    ReadCaseFile,
    DiscloseItem,
    LetInAssistant,
    DeclareAssistant,
    LetOutAssistant,
  ],
})
export class ChallengesModule {}
