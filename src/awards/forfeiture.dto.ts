import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { BilingualText, IsCivilDay, MaybeBilingualText, Nested } from '../platform/fields.js';
import { forfeitureGrounds, type ForfeitureGround } from '../rules/forfeiture.js';

/** The notice that a security is to be kept, with what proves it. */
export class ForfeitureBody {
  @IsIn(forfeitureGrounds) ground!: ForfeitureGround;
  @Nested(() => BilingualText) reasons!: BilingualText;
  /** References or SHA-256 of documents. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(2_000, { each: true })
  evidence!: string[];
}

export class ForfeitureStatementBody {
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsString({ each: true }) @MaxLength(2_000, { each: true }) evidence?: string[];
}

export class ForfeitureDecisionBody {
  @IsBoolean() forfeit!: boolean;
  @Nested(() => BilingualText) reasons!: BilingualText;
}

/** What makes a security last longer: a new guarantee, or an addition to the old one. */
export class ExtensionBody {
  @IsCivilDay() validUntil!: string;
  /** The number of the new paper. */
  @IsString() @IsNotEmpty() @MaxLength(100) number!: string;
}
