import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsInstant, MaybeBilingualText, Nested } from '../platform/fields.js';
import { TenderChanges } from './tender.dto.js';

/** An amendment (变更): the fields as they are to read from now on, documents, one of the two deadlines, in any combination. */
export class AmendmentBody {
  @Nested(() => MaybeBilingualText) reason!: MaybeBilingualText;
  /** Fields of the draft; null takes an optional one away. */
  @IsOptional() @Nested(() => TenderChanges) changes?: TenderChanges;
  /** Ids of files added since the publication; they are published with the amendment. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsUUID(undefined, { each: true }) documents?: string[];
  /** The new deadline, later than the one before. */
  @IsOptional() @IsInstant() bidsCloseAt?: string;
  @IsOptional() @IsInstant() applicationsCloseAt?: string;
  /** The limit as it was published; another one is refused (art. 49). */
  @IsOptional() @IsInt() @Min(0) @Max(10_000) maxSuppliers?: number;
  /** Declares material what the rules take for wording; never the other way round. */
  @IsOptional() @IsIn([true]) material?: true;
}

export class RejectionBody {
  @Nested(() => MaybeBilingualText) reason!: MaybeBilingualText;
}

export class CorrectionItemBody {
  /** JSON pointer into the notice's content. @example "/procurer/contact/phone" */
  @IsString() @MaxLength(500) @Matches(/^(?:\/[^/]+)+$/) field!: string;
  /** The text as it is published. */
  @IsString() @MaxLength(20_000) before!: string;
  /** The text as it should read. */
  @IsString() @Matches(/\S/) @MaxLength(20_000) after!: string;
}

/** A correction (更正) of a published error that decides nothing. */
export class CorrectionBody {
  /** The notice that has the error. */
  @IsInt() @Min(1) @Max(999_999) noticeVersion!: number;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @Nested(() => CorrectionItemBody, true) corrections!: CorrectionItemBody[];
  @Nested(() => MaybeBilingualText) reason!: MaybeBilingualText;
}
