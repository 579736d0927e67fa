import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsCivilDay, MaybeBilingualText, Nested } from '../platform/fields.js';
import { requestedRemedies, type RequestedRemedy } from '../rules/challenge-subjects.js';
import { challengeSubjects, procedureStages, type ChallengeSubject, type ProcedureStage } from './challenge-window.js';

const mattersMax = 50;
const evidenceMax = 100;
const evidenceLengthMax = 2_000;

export class MatterBody {
  /** What is challenged, in one clear sentence. */
  @Nested(() => MaybeBilingualText) statement!: MaybeBilingualText;
  /** May be completed once where it is missing. */
  @IsOptional() @Nested(() => MaybeBilingualText) facts?: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) legalBasis?: MaybeBilingualText;
  /** References or SHA-256 of documents. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(evidenceMax)
  @IsString({ each: true })
  @MaxLength(evidenceLengthMax, { each: true })
  evidence?: string[];
}

export class ChallengerContactBody {
  @IsString() @IsNotEmpty() @MaxLength(200) name!: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(50) phone?: string;
  @IsOptional() @IsEmail() @MaxLength(254) email?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(500) address?: string;
}

export class ChallengeBody {
  @IsIn(challengeSubjects) subject!: ChallengeSubject;
  /** For the process: which stage; without it the latest that has ended. */
  @IsOptional() @IsIn(procedureStages) stage?: ProcedureStage;
  /** The lots that it is about; only their contracts wait. Without it, every contract does. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  lotIds?: string[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(mattersMax) @Nested(() => MatterBody, true) matters!: MatterBody[];
  @IsOptional() @Nested(() => MaybeBilingualText) request?: MaybeBilingualText;
  /** The day the supplier learned of it; moves the period only for the process, and only later than the end of the stage. */
  @IsOptional() @IsCivilDay() knownOn?: string;
  /** What is asked for, by code, beside the words of the request. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(requestedRemedies.length)
  @ArrayUnique()
  @IsIn(requestedRemedies, { each: true })
  requestedRemedies?: RequestedRemedy[];
  /** With subject `exclusion`: the decision to exclude the supplier (art. 54), else the last; the period counts from its delivery. */
  @IsOptional() @IsUUID() exclusionId?: string;
  @IsOptional() @Nested(() => ChallengerContactBody) contact?: ChallengerContactBody;
}

export class CompletionRequestBody {
  /** What is missing. */
  @Nested(() => MaybeBilingualText) missing!: MaybeBilingualText;
}

export class CompletedMatterBody {
  /** The number of the matter, as the challenge shows it. */
  @Matches(/^r?[1-9]\d{0,2}$/) matter!: string;
  @IsOptional() @Nested(() => MaybeBilingualText) facts?: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) legalBasis?: MaybeBilingualText;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(evidenceMax)
  @IsString({ each: true })
  @MaxLength(evidenceLengthMax, { each: true })
  evidence?: string[];
}

/** Completes a letter; it brings no new matter. */
export class ChallengeCompletionBody {
  @IsOptional() @IsArray() @ArrayMaxSize(mattersMax) @Nested(() => CompletedMatterBody, true) matters?: CompletedMatterBody[];
  @IsOptional() @Nested(() => MaybeBilingualText) request?: MaybeBilingualText;
  /** In place of those named before. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(requestedRemedies.length)
  @ArrayUnique()
  @IsIn(requestedRemedies, { each: true })
  requestedRemedies?: RequestedRemedy[];
  @IsOptional() @Nested(() => ChallengerContactBody) contact?: ChallengerContactBody;
}

export class MatterAnswerBody {
  @Matches(/^[1-9]\d{0,2}$/) matter!: string;
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
}

/** Whether all of it is there is the law's question, so that the refusal names its rule. */
export class ReplyBody {
  /** One answer for each matter. */
  @IsOptional() @IsArray() @ArrayMaxSize(mattersMax) @Nested(() => MatterAnswerBody, true) answers?: MatterAnswerBody[];
  /** The facts and the law. */
  @IsOptional() @Nested(() => MaybeBilingualText) grounds?: MaybeBilingualText;
  /** True: the reply tells the challenger of its right to complain; the platform adds the last day. */
  @IsOptional() @IsBoolean() rightToComplain?: boolean;
  /** What the other affected suppliers read in place of answers and grounds, where these tell a secret of the challenger or its name. */
  @IsOptional() @Nested(() => MaybeBilingualText) textForOthers?: MaybeBilingualText;
}

/** The procuring entity says that the supplier knew earlier than the period was counted from. */
export class KnowledgeContestBody {
  @IsCivilDay() knownOn!: string;
  @Nested(() => MaybeBilingualText) grounds!: MaybeBilingualText;
  /** References or SHA-256 of documents. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(evidenceMax)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(evidenceLengthMax, { each: true })
  evidence!: string[];
}

export class MessageBody {
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
}

export class SettlementBody {
  /** The terms; the settlement stands when both sides have sent the same. */
  @Nested(() => MaybeBilingualText) terms!: MaybeBilingualText;
}

export class WithdrawalBody {
  @IsOptional() @Nested(() => MaybeBilingualText) reason?: MaybeBilingualText;
}
