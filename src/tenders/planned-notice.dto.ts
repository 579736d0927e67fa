import { IntersectionType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { IsCivilDay, MaybeBilingualText, Money, Nested } from '../platform/fields.js';
import { categories, type Category } from '../rules/art-47-scope.js';
import { IsItemClass } from './tender-parts.dto.js';

/** A planned procurement (采购意向): what, about how much, and about when its notice is to be expected. */
export class PlannedNoticeBody {
  @Nested(() => MaybeBilingualText) title!: MaybeBilingualText;
  @Nested(() => MaybeBilingualText) description!: MaybeBilingualText;
  @IsIn(categories) category!: Category;
  /** Declared every time: such a project is refused and nothing of it is kept (art. 47). */
  @IsBoolean() nationalSecurity!: boolean;
  @IsBoolean() stateSecret!: boolean;
  /** Where none is named, the whole category is meant. */
  @IsOptional() @IsItemClass() itemClass?: string;
  @IsOptional() @Nested(() => Money) budget?: Money;
  /** About when the procurement's own notice will be published. */
  @IsCivilDay() plannedNoticeOn!: string;
  /** About when the bids will be due. */
  @IsOptional() @IsCivilDay() plannedBidsCloseOn?: string;
  /** Where the documents will be had; without it no bid period is shortened for this notice. */
  @IsOptional() @Nested(() => MaybeBilingualText) documentsAddress?: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) expressionOfInterest?: MaybeBilingualText;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(2_000) noEnglishReason?: string;
}

class RevisionReasonBody {
  @IsOptional() @Nested(() => MaybeBilingualText) reason?: MaybeBilingualText;
}

/** Some parts, written anew; null takes an optional one away. The reason is for a published notice, which shows it. */
export const PlannedNoticeChanges = IntersectionType(PartialType(PlannedNoticeBody), RevisionReasonBody);
export type PlannedNoticeChanges = InstanceType<typeof PlannedNoticeChanges>;

export class PlannedWithdrawalBody {
  /** Published, in the languages of the notice. */
  @Nested(() => MaybeBilingualText) reason!: MaybeBilingualText;
}

export class PlannedNoticeQuery {
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  @IsOptional() @IsUUID() after?: string;
  @IsOptional() @IsUUID() procurer?: string;
  /** Looked for in title and description, in Chinese or English. */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) q?: string;
}
