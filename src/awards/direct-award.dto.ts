import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { BilingualText, IsCivilDay, MaybeBilingualText, Money, Nested } from '../platform/fields.js';

export const sides = ['procurer', 'supplier', 'expert'] as const;
export type Side = (typeof sides)[number];

export class PresentPersonBody {
  @IsString() @IsNotEmpty() @MaxLength(200) name!: string;
  @IsString() @IsNotEmpty() @MaxLength(200) title!: string;
  @IsIn(sides) side!: Side;
}

/** What a comparable purchase cost (同类项目价格). */
export class ComparedPriceBody {
  @IsString() @IsNotEmpty() @MaxLength(500) source!: string;
  @Nested(() => Money) price!: Money;
}

/** The record of the negotiation (协商情况记录), kept with the award. */
export class NegotiationBody {
  /** The day it was held: not before the notice, not after today. */
  @IsCivilDay() heldOn!: string;
  @IsString() @IsNotEmpty() @MaxLength(500) place!: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @Nested(() => PresentPersonBody, true) people!: PresentPersonBody[];
  /** How the price was found fair: its composition, against what else costs. */
  @Nested(() => MaybeBilingualText) priceComparison!: MaybeBilingualText;
  @IsOptional() @IsArray() @ArrayMaxSize(50) @Nested(() => ComparedPriceBody, true) comparedPrices?: ComparedPriceBody[];
  /** What was agreed beside the price: quality, delivery, warranty. */
  @Nested(() => MaybeBilingualText) terms!: MaybeBilingualText;
}

/** A direct award (单一来源成交). */
export class DirectAwardBody {
  /** The supplier that the notice proposed. */
  @IsUUID() supplierId!: string;
  @Nested(() => Money) price!: Money;
  @Nested(() => BilingualText) reasons!: BilingualText;
  @Nested(() => NegotiationBody) negotiation!: NegotiationBody;
  /** Licences of the supplier on which the award relies; each must be valid today (art. 58). */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsUUID(undefined, { each: true }) licenceIds?: string[];
}
