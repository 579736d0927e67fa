import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsCivilDay, MaybeBilingualText, Money, Nested } from '../platform/fields.js';

export class SignedPeriodBody {
  @IsCivilDay() startsOn!: string;
  @IsCivilDay() endsOn!: string;
  /** Up to when it may be extended at most, no later than the tender announced. */
  @IsOptional() @IsCivilDay() maxExtentOn?: string;
}

export class ContractBody {
  @IsUUID() awardId!: string;
  /** Awards of other lots to the same supplier that the contract covers as well. */
  @IsOptional() @IsArray() @ArrayMaxSize(200) @IsUUID(undefined, { each: true }) furtherAwardIds?: string[];
  /** The price of the successful bid, to the fen; of several lots the sum. */
  @Nested(() => Money) amount!: Money;
  /** The number of the parties' own contract document. */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) number?: string;
  /** The name of the contract (合同名称). */
  @IsOptional() @Nested(() => MaybeBilingualText) title?: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) description?: MaybeBilingualText;
  @IsOptional() @Nested(() => SignedPeriodBody) period?: SignedPeriodBody;
  /** Why it is signed more than thirty days after the award notice (采购法 art. 46), the days that a review barred it among it; published. */
  @IsOptional() @Nested(() => MaybeBilingualText) lateReason?: MaybeBilingualText;
}

export class ContractCompletionBody {
  @IsIn(['acceptance', 'termination']) kind!: 'acceptance' | 'termination';
  /** The day of acceptance (验收) or termination: not before the signing, not in the future. */
  @IsCivilDay() on!: string;
  @IsOptional() @Nested(() => MaybeBilingualText) statement?: MaybeBilingualText;
}

export class BreachBody {
  @IsCivilDay() breachedOn!: string;
  @IsBoolean() material!: boolean;
  @IsBoolean() remediedInTime!: boolean;
  /** What proves the breach: references or SHA-256 of documents. May be empty; such a breach excludes nobody (art. 54). */
  @IsArray() @ArrayMaxSize(100) @IsString({ each: true }) @MaxLength(2000, { each: true }) evidence!: string[];
  @Nested(() => MaybeBilingualText) description!: MaybeBilingualText;
}
