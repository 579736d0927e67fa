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
import { DecideComplaint } from './decide-complaint.js';
import { DismissComplaint } from './dismiss-complaint.js';
import { FileChallenge } from './file-challenge.js';
import { FileComplaint } from './file-complaint.js';
import { LapseChallenge } from './lapse-challenge.js';
import { ReadChallenges } from './read-challenges.js';
import { ReadEvidence } from './read-evidence.js';
import { RecuseReviewer } from './recuse-reviewer.js';
import { ReplyToChallenge } from './reply-to-challenge.js';
import { RequestCompletion } from './request-completion.js';
import { SendMessage } from './send-message.js';
import { SettleChallenge } from './settle-challenge.js';
import { SuspendProcurement } from './suspend-procurement.js';
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
    TypeOrmModule.forFeature([ComplaintRespondent, ComplaintStatement, ComplaintHearing]),
    AwardsModule,
    TypeOrmModule.forFeature([Challenge, ChallengeMessage, Complaint, ComplaintRuling, ReviewerRecusal]),
  ],
  controllers: [ChallengesController, ComplaintsController, ProceedingsController, HearingsController],
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
    FileComplaint,
    AcceptComplaint,
    DismissComplaint,
    RecuseReviewer,
    SuspendProcurement,
    DecideComplaint,
    WithdrawComplaint,
    ...proceedings,
  ],
})
export class ChallengesModule {}
