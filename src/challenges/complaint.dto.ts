import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { BilingualText, IsCivilDay, MaybeBilingualText, Nested } from '../platform/fields.js';
import { irregularityCodes, type IrregularityType } from '../rules/irregularities.js';
import { remedyNames, type RemedyKind } from '../rules/ordered-remedies.js';
import { withholdingReasons, type WithholdingReason } from '../rules/withholding.js';
import { dismissalGrounds, rulingOutcomes, type DismissalGround, type RulingOutcome } from './complaint.entity.js';

const mattersMax = 50;

export class ComplainedMatterBody {
  /** The number of the challenged matter. Absent: a new matter, lawful only where the reply gave rise to it. */
  @IsOptional() @Matches(/^[1-9]\d{0,2}$/) matter?: string;
  @IsOptional() @IsBoolean() arisesFromReply?: boolean;
  @IsOptional() @Nested(() => MaybeBilingualText) statement?: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) facts?: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) legalBasis?: MaybeBilingualText;
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsString({ each: true }) @MaxLength(2_000, { each: true }) evidence?: string[];
}

export class ComplaintBody {
  /** May be left out where exactly one verified review body is independent of the procuring entity. */
  @IsOptional() @IsUUID() reviewBodyId?: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mattersMax)
  @Nested(() => ComplainedMatterBody, true)
  matters!: ComplainedMatterBody[];
  @IsOptional() @Nested(() => MaybeBilingualText) request?: MaybeBilingualText;
}

export class AcceptanceBody {
  @IsOptional() @Nested(() => MaybeBilingualText) statement?: MaybeBilingualText;
}

/** A part of the ruling that the public sees on a later day. */
export class WithheldRulingBody {
  /** `reasons`, or of matter 1 `matters/1` or `findings/1/reasons`. */
  @Matches(/^(?:reasons|(?:matters\/r?[1-9]\d{0,2})|(?:findings\/r?[1-9]\d{0,2}\/reasons))$/) field!: string;
  @IsIn(withholdingReasons) reason!: WithholdingReason;
  @IsOptional() @Nested(() => MaybeBilingualText) note?: MaybeBilingualText;
  @IsCivilDay() releaseOn!: string;
}

export class DismissalBody {
  @IsIn(dismissalGrounds) ground!: DismissalGround;
  /** In both languages. */
  @IsOptional() @Nested(() => BilingualText) reasons?: BilingualText;
  @IsOptional() @IsArray() @ArrayMaxSize(mattersMax) @Nested(() => WithheldRulingBody, true) withheld?: WithheldRulingBody[];
}

export class SuspensionBody {
  /** The last day of the suspension; without it the cap of 采购法 art. 57. */
  @IsOptional() @IsCivilDay() endsOn?: string;
  @Nested(() => BilingualText) reasons!: BilingualText;
}

export class RecusalBody {
  @Nested(() => MaybeBilingualText) reason!: MaybeBilingualText;
}

export class RulingFindingBody {
  @Matches(/^r?[1-9]\d{0,2}$/) matter!: string;
  @IsBoolean() upheld!: boolean;
  @Nested(() => BilingualText) reasons!: BilingualText;
  /** What was irregular, where it is upheld: a code of eForms `irregularity-type`. */
  @IsOptional() @IsIn(irregularityCodes) irregularity?: IrregularityType;
}

export class OrderedRemedyBody {
  @IsIn(remedyNames) kind!: RemedyKind;
  /** The lots that it is about. Without it those that the challenge named, else all. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  lotIds?: string[];
}

/** Whether all of it is there is the law's question, so that the refusal names its rule. */
export class RulingBody {
  @IsIn(rulingOutcomes) outcome!: RulingOutcome;
  /** One finding for each matter of the complaint. */
  @IsOptional() @IsArray() @ArrayMaxSize(mattersMax) @Nested(() => RulingFindingBody, true) findings?: RulingFindingBody[];
  /** At least one where a matter is upheld; none where all are rejected. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(remedyNames.length)
  @Nested(() => OrderedRemedyBody, true)
  remedies?: OrderedRemedyBody[];
  @IsOptional() @Nested(() => BilingualText) reasons?: BilingualText;
  @IsOptional() @IsArray() @ArrayMaxSize(mattersMax) @Nested(() => WithheldRulingBody, true) withheld?: WithheldRulingBody[];
}
