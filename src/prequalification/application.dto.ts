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
} from 'class-validator';
import { BilingualText, Nested } from '../platform/fields.js';
import { idForm, IsItemClass } from '../tenders/tender-parts.dto.js';

export const outcomes = ['qualified', 'not-qualified'] as const;
export type Outcome = (typeof outcomes)[number];

export class StatementBody {
  @Matches(idForm) requirementId!: string;
  /** How the supplier meets the requirement, in its own words. */
  @IsString() @IsNotEmpty() @MaxLength(20_000) text!: string;
  /** One of its own electronic licences; needed where the requirement asks for one. */
  @IsOptional() @IsUUID() licenceId?: string;
}

/** A prequalification application (资格预审申请文件): a statement on every requirement of the notice. */
export class ApplicationBody {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(100) @Nested(() => StatementBody, true) statements!: StatementBody[];
  /** A standing qualification of this supplier with the same procuring entity, in place of handing in its papers again. */
  @IsOptional() @IsUUID() basedOn?: string;
}

export class PointsBody {
  @Matches(idForm) criterionId!: string;
  /** A decimal text, from 0 to the criterion's maximum. */
  @Matches(/^(?:0|[1-9]\d{0,5})(?:\.\d{1,2})?$/) points!: string;
}

export class ApplicationDecisionBody {
  @IsIn(outcomes) outcome!: Outcome;
  @Nested(() => BilingualText) reasons!: BilingualText;
  /** The requirements of the notice that are not met; at least one where the supplier does not qualify. */
  @IsOptional() @IsArray() @ArrayMaxSize(100) @ArrayUnique() @Matches(idForm, { each: true }) requirementIds?: string[];
  /** A decided exclusion for prior breach (art. 54), in place of a requirement that is not met. */
  @IsOptional() @IsUUID() exclusionId?: string;
  /** For every selection criterion, where the notice limits the number and the supplier qualifies. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @Nested(() => PointsBody, true) points?: PointsBody[];
}

export class ShortlistBody {
  /** The applications to be invited; all that the notice admits where nothing is said. */
  @IsOptional() @IsArray() @ArrayMaxSize(10_000) @ArrayUnique() @IsUUID(undefined, { each: true }) applications?: string[];
}

export class QualifiedQuery {
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  @IsOptional() @IsUUID() after?: string;
  @IsOptional() @IsUUID() procurer?: string;
  @IsOptional() @IsItemClass() itemClass?: string;
}
