import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
} from 'class-validator';
import { BilingualText, IsInstant, MaybeBilingualText, Nested } from '../platform/fields.js';

const representativesMax = 33;

export class CommitteeBody {
  /** When the committee is to meet (评审时间). */
  @IsInstant() sessionAt!: string;
  /** Who represents the procuring entity (采购人代表), by person: at most a third. All others are drawn. */
  @IsArray() @ArrayMaxSize(representativesMax) @ArrayUnique() @IsUUID(undefined, { each: true }) representatives!: string[];
}

export class ReplacementBody {
  /** What was done to reach the member, and with what result; where the seat is empty already, that it is filled now. */
  @Nested(() => MaybeBilingualText) reasons!: MaybeBilingualText;
}

export class RecusalRequestBody {
  /** Whom it is about, by name: who sits on the committee is confidential. */
  @IsString() @IsNotEmpty() @MaxLength(200) personName!: string;
  @Nested(() => MaybeBilingualText) reasons!: MaybeBilingualText;
  /** References or SHA-256 of documents. */
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsString({ each: true }) @MaxLength(2_000, { each: true }) evidence?: string[];
}

export class RecusalDecisionBody {
  @IsBoolean() recuse!: boolean;
  /** The sitting member who leaves, where the request is granted. */
  @IsOptional() @IsUUID() memberId?: string;
  /** Given to the bidder in writing. */
  @Nested(() => BilingualText) reasons!: BilingualText;
}
