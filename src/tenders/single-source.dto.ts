import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsCivilDay, MaybeBilingualText, Nested } from '../platform/fields.js';
import { singleSourceGrounds, type SingleSourceGround } from '../rules/art-48-single-source.js';
import { essentialFields, type EssentialField } from '../rules/failed-procedure.js';
import { evidenceKinds, type EvidenceKind } from '../rules/single-source-evidence.js';
import { exclusivities, trialBases, type Exclusivity, type TrialBasis } from './single-source-content.js';

export class SourceEvidenceBody {
  @IsIn(evidenceKinds) kind!: EvidenceKind;
  /** A document that was added to this draft. */
  @IsUUID() documentId!: string;
}

/** An expert's opinion on the only supplier (专业人员论证意见), published with name and title. */
export class ExpertBody {
  @IsString() @IsNotEmpty() @MaxLength(200) name!: string;
  @IsString() @IsNotEmpty() @MaxLength(200) title!: string;
  @Nested(() => MaybeBilingualText) opinion!: MaybeBilingualText;
}

export class NonSubstantialBody {
  @IsIn(essentialFields) field!: EssentialField;
  @IsString() @IsNotEmpty() @MaxLength(2_000) reason!: string;
}

export class OnlySupplierBody {
  @IsIn(exclusivities) exclusivity!: Exclusivity;
  /** Why there is no reasonable alternative or substitute. */
  @Nested(() => MaybeBilingualText) noAlternative!: MaybeBilingualText;
}

export class SupplementaryBody {
  @IsUUID() originalContractId!: string;
  /** Interchangeability, interoperability or warranty. */
  @Nested(() => MaybeBilingualText) compatibility!: MaybeBilingualText;
  /** Significant inconvenience or substantial duplication of cost. */
  @Nested(() => MaybeBilingualText) inconvenience!: MaybeBilingualText;
}

export class TrialBody {
  @IsIn(trialBases) basis!: TrialBasis;
  /** That nothing is produced in quantity: later procurement returns to open competition. */
  @IsBoolean() noQuantityProduction!: boolean;
}

export class EmergencyBody {
  @IsCivilDay() eventOn!: string;
  @Nested(() => MaybeBilingualText) event!: MaybeBilingualText;
  /** Why nobody else can supply in time. */
  @Nested(() => MaybeBilingualText) whyNoOther!: MaybeBilingualText;
  /** Whether the procuring entity's own delay brought it about. */
  @IsBoolean() causedByProcurer!: boolean;
}

/** Why there is only one source, and which (art. 48). What a ground needs beside it says the compliance check. */
export class SingleSourceBody {
  @IsIn(singleSourceGrounds) ground!: SingleSourceGround;
  @Nested(() => MaybeBilingualText) justification!: MaybeBilingualText;
  @IsUUID() supplierId!: string;
  @IsArray() @ArrayMaxSize(50) @Nested(() => SourceEvidenceBody, true) evidence!: SourceEvidenceBody[];
  @IsOptional() @IsArray() @ArrayMaxSize(20) @Nested(() => ExpertBody, true) experts?: ExpertBody[];
  /** The procedure without award that the ground rests on. */
  @IsOptional() @IsUUID() failedTenderId?: string;
  /** Differences from the failed procedure's requirements that change nothing of substance. */
  @IsOptional() @IsArray() @ArrayMaxSize(5) @Nested(() => NonSubstantialBody, true) nonSubstantial?: NonSubstantialBody[];
  /** Organisations that the finding names. */
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsUUID(undefined, { each: true }) colluders?: string[];
  @IsOptional() @Nested(() => OnlySupplierBody) onlySupplier?: OnlySupplierBody;
  @IsOptional() @Nested(() => SupplementaryBody) supplementary?: SupplementaryBody;
  @IsOptional() @Nested(() => TrialBody) trial?: TrialBody;
  @IsOptional() @Nested(() => EmergencyBody) emergency?: EmergencyBody;
}

export class ObjectionBody {
  /** In Chinese; English where the objector gives it. */
  @Nested(() => MaybeBilingualText) reasons!: MaybeBilingualText;
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(2_000, { each: true })
  evidence!: string[];
}

export class ObjectionReviewBody {
  @IsIn(['upheld', 'rejected']) outcome!: 'upheld' | 'rejected';
  /** Of the supplementary review (补充论证); in the languages of the notice. */
  @Nested(() => MaybeBilingualText) reasons!: MaybeBilingualText;
}
