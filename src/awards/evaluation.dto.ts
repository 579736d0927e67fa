import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { MaybeBilingualText, Nested } from '../platform/fields.js';
import { parseDecimal } from './fraction.js';

const bidsMax = 500;
const criteriaMax = 100;

export class ConflictDeclarationBody {
  @IsBoolean() hasConflict!: boolean;
  /** With whom and of what kind; needed where there is a conflict. */
  @ValidateIf((body: ConflictDeclarationBody) => body.hasConflict || body.details !== undefined)
  @Nested(() => MaybeBilingualText)
  details?: MaybeBilingualText;
}

/** A number or decimal text with at most two decimals, not negative. Its maximum is the criterion's: a question of the documents, not of the form. */
function IsScore(): PropertyDecorator {
  return ValidateBy({
    name: 'isScore',
    validator: {
      validate: (value) => parseDecimal(value) !== null,
      defaultMessage: () => 'must be a number from 0 with at most two decimals 必须是不小于0且最多两位小数的数。',
    },
  });
}

export class ScoreBody {
  @IsString() @IsNotEmpty() @MaxLength(200) criterionId!: string;
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }] })
  @IsScore()
  score!: string | number;
}

export class ExclusionBody {
  /** A recorded breach of contract of this supplier (art. 54). */
  @IsUUID() breachId!: string;
}

export class BidFindingBody {
  @IsUUID() bidId!: string;
  /** Of a tender with lots: the lot for which the bid is judged; a bid for two lots is judged twice. */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) lotId?: string;
  /** False where the supplier does not meet the qualification requirements or the bid is formally invalid. */
  @IsBoolean() qualified!: boolean;
  /** Needed where the bid is not accepted. */
  @ValidateIf((body: BidFindingBody) => !body.qualified || body.reasons !== undefined)
  @Nested(() => MaybeBilingualText)
  reasons?: MaybeBilingualText;
  @IsOptional() @Nested(() => ExclusionBody) exclusion?: ExclusionBody;
  /** That the bid is refused for its price: only after an inquiry of `low-price` was decided against it. */
  @IsOptional() @IsBoolean() lowPrice?: boolean;
  @IsArray() @ArrayMaxSize(criteriaMax) @Nested(() => ScoreBody, true) scores!: ScoreBody[];
}

export class EvaluationBody {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(bidsMax) @Nested(() => BidFindingBody, true) bids!: BidFindingBody[];
}
