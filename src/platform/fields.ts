import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { Equals, IsIn, IsNotEmpty, IsObject, IsOptional, IsString, MaxLength, ValidateBy, ValidateNested } from 'class-validator';
import { currencies } from '../rules/currency.js';
import { isCivilDate, microsOf } from '../rules/moment.js';
import { parseMoney } from '../rules/money.js';

const textLengthMax = 20_000;
const webAddressLengthMax = 2_000;

/** A text that people read, in Chinese and English. */
export class BilingualText {
  @IsString() @IsNotEmpty() @MaxLength(textLengthMax) zh!: string;
  @IsString() @IsNotEmpty() @MaxLength(textLengthMax) en!: string;
}

/** Chinese always, English where it is given: whether it must be is the law's question (art. 53), not the form's. */
export class MaybeBilingualText {
  @IsString() @IsNotEmpty() @MaxLength(textLengthMax) zh!: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(textLengthMax) en?: string;
}

/** `{ amount: "2000000.00", currency: "CNY" }`. */
export class Money {
  /** A decimal string with at most two decimals. @example "2000000.00" */
  @IsMoneyAmount() amount!: string;
  @Equals('CNY') currency!: 'CNY';
}

/** The same in any currency of ISO 4217. */
export class ForeignMoney {
  @IsMoneyAmount() amount!: string;
  /** @example "EUR" */
  @IsCurrency() currency!: string;
}

/** RFC 3339 with an offset; a time without one is refused. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'date-time' }),
    ValidateBy({
      name: 'isInstant',
      validator: {
        validate: (value) => typeof value === 'string' && microsOf(value) !== null,
        defaultMessage: () => 'must be an RFC 3339 time with an offset 必须是带时区的RFC 3339时间。',
      },
    }),
  );
}

export function IsCivilDay(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'date' }),
    ValidateBy({
      name: 'isCivilDay',
      validator: { validate: isCivilDate, defaultMessage: () => 'must be a date YYYY-MM-DD 必须是日期（YYYY-MM-DD）。' },
    }),
  );
}

export function IsMoneyAmount(): PropertyDecorator {
  return ValidateBy({
    name: 'isMoneyAmount',
    validator: {
      validate: (value) => typeof value === 'string' && parseMoney(value) !== null,
      defaultMessage: () => 'must be a decimal string with at most two decimals 必须是最多两位小数的十进制文本。',
    },
  });
}

/** A code of ISO 4217 (or, with `each`, a list of them). */
export function IsCurrency(each = false): PropertyDecorator {
  return IsIn(currencies, { each, message: 'must be a currency of ISO 4217 必须是ISO 4217货币代码。' });
}

/** An absolute http or https address without a user name in it, which the platform shows and never calls. */
export function IsWebAddress(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'uri', maxLength: webAddressLengthMax }),
    ValidateBy({
      name: 'isWebAddress',
      validator: {
        validate: isWebAddress,
        defaultMessage: () => 'must be an http or https address 必须是http或https网址。',
      },
    }),
  );
}

/** A nested object (or, with `each`, a list of them) of the given class. */
export function Nested(type: () => new () => object, each = false): PropertyDecorator {
  return applyDecorators(each ? ValidateNested({ each }) : applyDecorators(IsObject(), ValidateNested()), Type(type));
}

function isWebAddress(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > webAddressLengthMax || /[\s\p{C}]/u.test(value)) return false;
  try {
    const { protocol, username, password } = new URL(value);
    return ['http:', 'https:'].includes(protocol) && username === '' && password === '';
  } catch {
    return false;
  }
}
