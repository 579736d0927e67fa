import { IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsCivilDay, Money, Nested } from '../platform/fields.js';
import { securityForms, type SecurityForm } from '../rules/securities.js';

export class SecurityBody {
  @IsIn(securityForms) form!: SecurityForm;
  /** The bank, guarantor or insurer. */
  @IsString() @IsNotEmpty() @MaxLength(200) issuer!: string;
  @IsString() @IsNotEmpty() @MaxLength(100) number!: string;
  @Nested(() => Money) amount!: Money;
  @IsCivilDay() validUntil!: string;
}

export class RefundBody {
  /** The day it was given back: not in the future. */
  @IsCivilDay() on!: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) reference?: string;
}
