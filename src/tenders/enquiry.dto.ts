import { IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { MaybeBilingualText, Nested } from '../platform/fields.js';
import { enquiryTopics, type EnquiryTopic } from './enquiry.entity.js';

const questionLengthMax = 5_000;

/** In one language at least. */
export class EnquiryTextBody {
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(questionLengthMax) zh?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(questionLengthMax) en?: string;
}

export class EnquiryBody {
  /** Public at once, and nobody reads it before: it names nobody. */
  @Nested(() => EnquiryTextBody) text!: EnquiryTextBody;
  @IsOptional() @IsIn(enquiryTopics) topic?: EnquiryTopic;
}

export class EnquiryAnswerBody {
  /** In the languages of the notice. */
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
}

export class EnquiryQuery {
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  @IsOptional() @IsUUID() after?: string;
  /** Those that the caller's own organisation has asked. */
  @IsOptional() @IsIn(['true']) mine?: 'true';
}
