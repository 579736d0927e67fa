import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
} from 'class-validator';
import { BilingualText, IsInstant, MaybeBilingualText, Nested } from '../platform/fields.js';
import { inquiryClasses, type InquiryClass } from '../rules/inquiries.js';

const bidsMax = 500;

export class InquiryBody {
  @IsIn(inquiryClasses) class!: InquiryClass;
  /** Every bid that shows the defect; of a low price, whose it is. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(bidsMax) @ArrayUnique() @IsUUID(undefined, { each: true }) bids!: string[];
  /** The same for all of them. */
  @Nested(() => BilingualText) question!: BilingualText;
  /** The first instant at which an answer is late. */
  @IsInstant() dueAt!: string;
}

export class InquiryAnswerBody {
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
  /** Needed for `arithmetic`, and given for nothing else. */
  @IsOptional() @IsBoolean() confirmsPrice?: boolean;
  /** References or SHA-256 of documents. */
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsString({ each: true }) @MaxLength(2_000, { each: true }) evidence?: string[];
}

export class InquiryOpinionBody {
  /** Whether the bid stands: the defect is cured, the price explained or corrected. */
  @IsBoolean() accepts!: boolean;
  @Nested(() => MaybeBilingualText) reasons!: MaybeBilingualText;
}
