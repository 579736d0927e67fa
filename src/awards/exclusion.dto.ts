import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { BilingualText, MaybeBilingualText, Nested } from '../platform/fields.js';

/** The notice of an intended exclusion: of a bid after the opening, or of an application for prequalification. */
export class ExclusionNoticeBody {
  @IsOptional() @IsUUID() bidId?: string;
  @IsOptional() @IsUUID() applicationId?: string;
  /** A recorded breach of contract of this supplier. */
  @IsUUID() breachId!: string;
  @Nested(() => BilingualText) reasons!: BilingualText;
}

/** What a supplier says of a breach it is held to have committed. */
export class BreachStatementBody {
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
  /** What it did to remedy the breach, and when. */
  @IsOptional() @Nested(() => MaybeBilingualText) remedy?: MaybeBilingualText;
  /** References or SHA-256 of documents. */
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsString({ each: true }) @MaxLength(2_000, { each: true }) evidence?: string[];
}

export class ExclusionDecisionBody {
  @IsBoolean() exclude!: boolean;
  @Nested(() => BilingualText) reasons!: BilingualText;
  /** Needed where the supplier claims a remedy: whether it was reasonable and in time. */
  @IsOptional() @IsBoolean() remediedInTime?: boolean;
}
