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
import { BilingualText, MaybeBilingualText, Nested } from '../platform/fields.js';
import { refusalGrounds, type RefusalGround } from '../rules/contract-refusal.js';

/** That a winner does not sign, with what proves it: its declaration, or that it was asked to sign. */
export class ContractRefusalBody {
  @IsIn(refusalGrounds) ground!: RefusalGround;
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

export class ContractRefusalStatementBody {
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsString({ each: true }) @MaxLength(2_000, { each: true }) evidence?: string[];
}

export class ContractRefusalDecisionBody {
  /** True: it refuses, for no good reason, and its award falls. */
  @IsBoolean() refused!: boolean;
  /** Published where it refuses. */
  @Nested(() => BilingualText) reasons!: BilingualText;
}
