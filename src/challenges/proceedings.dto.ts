import {
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  MaxLength,
} from 'class-validator';
import { BilingualText, IsCivilDay, IsInstant, IsWebAddress, MaybeBilingualText, Nested } from '../platform/fields.js';
import { stopCauses, type StopCause } from '../rules/decision-clock.js';
import { CompletedMatterBody } from './challenge.dto.js';

const evidenceMax = 100;
const evidenceLengthMax = 2_000;
const invitedMax = 50;
const attendeesMax = 200;

/** Completes a complaint; it brings no new matter. */
export class ComplaintCompletionBody {
  @IsOptional() @IsArray() @ArrayMaxSize(50) @Nested(() => CompletedMatterBody, true) matters?: CompletedMatterBody[];
  @IsOptional() @Nested(() => MaybeBilingualText) request?: MaybeBilingualText;
}

export class TransferBody {
  @IsUUID() reviewBodyId!: string;
  @Nested(() => BilingualText) reasons!: BilingualText;
}

export class ClockStopBody {
  @IsIn(stopCauses) cause!: StopCause;
  @Nested(() => MaybeBilingualText) reasons!: MaybeBilingualText;
  /** The first day that does not count; today without it. */
  @IsOptional() @IsCivilDay() startsOn?: string;
}

export class ExplanationBody {
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
  /** References or SHA-256 of documents. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(evidenceMax)
  @IsString({ each: true })
  @MaxLength(evidenceLengthMax, { each: true })
  evidence?: string[];
}

/** The complainant's reply to what the respondents explained, or that it waives one. */
export class RejoinderBody {
  @IsOptional() @Nested(() => MaybeBilingualText) text?: MaybeBilingualText;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(evidenceMax)
  @IsString({ each: true })
  @MaxLength(evidenceLengthMax, { each: true })
  evidence?: string[];
  @IsOptional() @Equals(true) waived?: true;
}

const hearingLanguages = ['zh', 'en'] as const;

export class HearingBody {
  @IsInstant() at!: string;
  /** Where; a place or a link, or both. */
  @IsOptional() @Nested(() => MaybeBilingualText) place?: MaybeBilingualText;
  @IsOptional() @IsWebAddress() link?: string;
  /** Parties of the case; all of them without it. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(invitedMax)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  invited?: string[];
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(hearingLanguages, { each: true }) languages!: ('zh' | 'en')[];
}

export class AttendeeBody {
  @IsString() @IsNotEmpty() @MaxLength(200) name!: string;
  /** The party that the person came for. */
  @IsOptional() @IsUUID() organizationId?: string;
  @IsOptional() @Nested(() => MaybeBilingualText) role?: MaybeBilingualText;
  @IsBoolean() present!: boolean;
}

/** Whether the English is there, or why not, is the law's question. */
export class MinutesBody {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(attendeesMax) @Nested(() => AttendeeBody, true) attendance!: AttendeeBody[];
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) noEnglishReason?: MaybeBilingualText;
}

export class HearingCancellationBody {
  @Nested(() => MaybeBilingualText) reasons!: MaybeBilingualText;
}
