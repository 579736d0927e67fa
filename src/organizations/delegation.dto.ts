import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateBy,
} from 'class-validator';
import { validate } from 'uuid';
import { mandateActs, powerActs, type MandateAct, type PowerAct } from '../platform/delegated.js';
import { IsInstant, Nested } from '../platform/fields.js';

const tendersMax = 100;

/** `all`, or the ids of the tenders meant. */
export type DelegationScope = 'all' | string[];

export class DelegationEvidenceBody {
  @IsString() @IsNotEmpty() @MaxLength(300) name!: string;
  @Matches(/^[0-9a-f]{64}$/) sha256!: string;
  @IsOptional() @Matches(/^[a-z]+\/[a-z0-9.+-]{1,100}$/) mediaType?: string;
}

export class MandateBody {
  @IsUUID() agencyId!: string;
  @IsDelegationScope() scope!: DelegationScope;
  @IsInstant() validFrom!: string;
  /** The first instant at which it no longer holds. */
  @IsInstant() validTo!: string;
  /** Where it is absent: everything but `approve` and `sign`, which stay with the procuring entity's own people. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(mandateActs, { each: true }) acts?: MandateAct[];
  @IsOptional() @Nested(() => DelegationEvidenceBody) evidence?: DelegationEvidenceBody;
}

export class PowerBody {
  /** A person the platform knows: its id, or the `sub` that the identity provider gives it. One of the two. */
  @IsOptional() @IsUUID() personId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) subject?: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(powerActs.length) @ArrayUnique() @IsIn(powerActs, { each: true }) acts!: PowerAct[];
  @IsDelegationScope() scope!: DelegationScope;
  @IsInstant() validFrom!: string;
  /** The first instant at which it no longer holds. */
  @IsInstant() validTo!: string;
  @Nested(() => DelegationEvidenceBody) evidence!: DelegationEvidenceBody;
}

function IsDelegationScope(): PropertyDecorator {
  const ids = {
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    minItems: 1,
    maxItems: tendersMax,
    uniqueItems: true,
  } as const;
  return applyDecorators(
    ApiProperty({ oneOf: [{ type: 'string', enum: ['all'] }, ids] }),
    ValidateBy({
      name: 'isDelegationScope',
      validator: {
        validate: isScope,
        defaultMessage: () => `must be "all" or 1 to ${tendersMax} tender ids 必须是"all"或1至${tendersMax}个采购项目标识。`,
      },
    }),
  );
}

function isScope(value: unknown): boolean {
  if (value === 'all') return true;
  if (!Array.isArray(value) || value.length === 0 || value.length > tendersMax) return false;
  return value.every((one) => typeof one === 'string' && validate(one)) && new Set(value).size === value.length;
}
