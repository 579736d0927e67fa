import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { BilingualText, IsCivilDay, MaybeBilingualText, Nested } from '../platform/fields.js';
import { nonAwardCodes, type NonAwardCode } from '../rules/non-award.js';
import { withholdingReasons, type WithholdingReason } from '../rules/withholding.js';

export class LotNonAwardBody {
  /** The eForms code of an end without award; one that fits what came in for the lot, and the record. */
  @IsOptional() @IsIn(nonAwardCodes) code?: NonAwardCode;
  /** Published; in the languages of the tender's notice. */
  @Nested(() => MaybeBilingualText) explanation!: MaybeBilingualText;
}

/** What becomes of one lot: a bid takes it, or nobody does. */
export class LotDecisionBody {
  @IsString() @IsNotEmpty() @MaxLength(64) lotId!: string;
  @IsOptional() @IsUUID() bidId?: string;
  /** In both languages, where a bid takes the lot. */
  @IsOptional() @Nested(() => BilingualText) reasons?: BilingualText;
  @IsOptional() @Nested(() => LotNonAwardBody) nonAward?: LotNonAwardBody;
}

export class AwardBody {
  /** Of a tender without lots. */
  @IsOptional() @IsUUID() bidId?: string;
  /** In both languages. Whether they are there is the law's question, so that the refusal names its rule. */
  @IsOptional() @Nested(() => BilingualText) reasons?: BilingualText;
  /** Of a tender with lots: all that have no result yet, each once. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @Nested(() => LotDecisionBody, true) lots?: LotDecisionBody[];
}

/** A part of the answer that waits for a day (暂不告知). */
export class WithheldPartBody {
  @IsIn(['reasons', 'advantages']) field!: 'reasons' | 'advantages';
  @IsIn(withholdingReasons) reason!: WithholdingReason;
  @IsOptional() @Nested(() => MaybeBilingualText) note?: MaybeBilingualText;
  /** The first day on which it may be read. */
  @IsCivilDay() releaseOn!: string;
}

/** Art. 56: the reasons or the winner's advantages; either is enough, and neither may tell a trade secret. */
export class DebriefAnswerBody {
  @IsOptional() @Nested(() => MaybeBilingualText) reasons?: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) advantages?: MaybeBilingualText;
  /** What is given above and told later; something is told at once. */
  @IsOptional() @IsArray() @ArrayMaxSize(2) @Nested(() => WithheldPartBody, true) withheld?: WithheldPartBody[];
}
