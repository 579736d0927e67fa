import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { BilingualText, IsCivilDay, MaybeBilingualText, Nested } from '../platform/fields.js';
import { proceedingKinds, type ProceedingKind } from '../rules/outside-proceedings.js';

export class ReasonsBody {
  /** In both languages. */
  @Nested(() => BilingualText) reasons!: BilingualText;
}

/** 行政复议 or 行政诉讼, as a party or the reviewer learned of it. */
export class ProceedingBody {
  @IsIn(proceedingKinds) kind!: ProceedingKind;
  @Nested(() => MaybeBilingualText) authority!: MaybeBilingualText;
  /** The number under which the authority has it. */
  @IsString() @IsNotEmpty() @MaxLength(200) reference!: string;
  @IsCivilDay() filedOn!: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(2_000, { each: true })
  evidence!: string[];
}

const proceedingResults = ['upheld', 'changed', 'annulled', 'withdrawn', 'dismissed'] as const;
export type ProceedingResult = (typeof proceedingResults)[number];

export class ProceedingOutcomeBody {
  /** What became of the decision, or of the proceedings. */
  @IsIn(proceedingResults) result!: ProceedingResult;
  @IsCivilDay() endedOn!: string;
  @Nested(() => MaybeBilingualText) statement!: MaybeBilingualText;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(2_000, { each: true })
  evidence!: string[];
}

export class FlagsQuery {
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  @IsOptional() @IsUUID() after?: string;
  @IsOptional() @IsIn(['open', 'closed']) state?: 'open' | 'closed';
}

export class ReviewStatisticsQuery {
  @IsOptional() @IsUUID() procurerId?: string;
  /** Challenges received and complaints decided from this day on. */
  @IsOptional() @IsCivilDay() from?: string;
  /** To this day, inclusive. */
  @IsOptional() @IsCivilDay() to?: string;
}
