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
import { WatchedDeadline } from './watched-deadline.entity.js';
import { WithdrawChallenge } from './withdraw-challenge.js';
import { WithdrawComplaint } from './withdraw-complaint.js';

@Module({
  imports: [
    AwardsModule,
    TypeOrmModule.forFeature([
      Challenge,
      ChallengeMessage,
      Complaint,
      ComplaintRuling,
      ReviewerRecusal,
      WatchedDeadline,
      KnowledgeContest,
    ]),
  ],
  controllers: [ChallengesController, ComplaintsController, KnowledgeController],
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
  ],
})
export class ChallengesModule {}
