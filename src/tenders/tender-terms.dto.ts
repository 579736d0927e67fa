import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { IsCivilDay, IsCurrency, MaybeBilingualText, Money, Nested } from '../platform/fields.js';
import { parseRate } from '../rules/currency.js';
import { securityForms, type SecurityForm } from '../rules/securities.js';
import { incoterms, taxBases } from './tender-terms.js';

/** CNY for one unit of a foreign currency. */
export class RateBody {
  @IsCurrency() currency!: string;
  /** A decimal text above zero with at most eight decimals. @example "7.8123" */
  @IsRate() rate!: string;
}

/** The rates (折算汇率) at which bids in foreign currencies are compared: fixed by the notice. */
export class ConversionBody {
  /** Whose rates, such as the central parity of the China Foreign Exchange Trade System. */
  @Nested(() => MaybeBilingualText) source!: MaybeBilingualText;
  /** The day of the rates. */
  @IsCivilDay() on!: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @Nested(() => RateBody, true) rates!: RateBody[];
}

/** An Incoterms 2020 rule with its place, or what is agreed in words. */
export class DeliveryTermsBody {
  @IsOptional() @IsIn(incoterms) incoterm?: (typeof incoterms)[number];
  @Nested(() => MaybeBilingualText) place!: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) note?: MaybeBilingualText;
}

export class PaymentTermsBody {
  /** Days from delivery. */
  @IsInt() @Min(0) @Max(365) days!: number;
  /** Days for small and medium-sized suppliers, where they are paid sooner. */
  @IsOptional() @IsInt() @Min(0) @Max(365) smeDays?: number;
  @IsOptional() @Nested(() => MaybeBilingualText) note?: MaybeBilingualText;
}

export class ConsortiumTermsBody {
  @IsBoolean() admitted!: boolean;
  @IsOptional() @IsInt() @Min(2) @Max(20) membersMax?: number;
}

/** 投标保证金: its proof is sealed with the bid. Never cash. */
export class TenderSecurityBody {
  @Nested(() => Money) amount!: Money;
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(securityForms, { each: true }) forms!: SecurityForm[];
}

/** 履约保证金: a share of the contract, at most. */
export class PerformanceSecurityBody {
  /** A decimal text. @example "0.05" */
  @Matches(/^0\.\d{1,4}$/) share!: string;
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(securityForms, { each: true }) forms!: SecurityForm[];
}

/** What suppliers ask first (商务条款). What is not said is as the defaults say. */
export class TermsBody {
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsCurrency(true) currencies?: string[];
  @IsOptional() @Nested(() => ConversionBody) conversion?: ConversionBody;
  @IsOptional() @IsIn(taxBases) taxBasis?: (typeof taxBases)[number];
  @IsOptional() @Nested(() => DeliveryTermsBody) delivery?: DeliveryTermsBody;
  /** ISO 639-1; Chinese or English is among them. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @Matches(/^[a-z]{2}$/, { each: true })
  bidLanguages?: string[];
  @IsOptional() @Nested(() => PaymentTermsBody) payment?: PaymentTermsBody;
  @IsOptional() @Nested(() => TenderSecurityBody) tenderSecurity?: TenderSecurityBody;
  @IsOptional() @Nested(() => PerformanceSecurityBody) performanceSecurity?: PerformanceSecurityBody;
  @IsOptional() @Nested(() => ConsortiumTermsBody) consortia?: ConsortiumTermsBody;
}

function IsRate(): PropertyDecorator {
  return ValidateBy({
    name: 'isRate',
    validator: {
      validate: (value) => parseRate(value) !== null,
      defaultMessage: () => 'must be a decimal text above zero 必须是大于零的十进制文本。',
    },
  });
}
