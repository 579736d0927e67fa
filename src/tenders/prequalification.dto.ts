import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { MaybeBilingualText, Nested } from '../platform/fields.js';
import { idForm, pointsForm } from './tender-parts.dto.js';

export class RequirementBody {
  @Matches(idForm) id!: string;
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
  /** The kind of electronic licence that answers it (art. 58). */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) licenceType?: string;
}

export class SelectionCriterionBody {
  @Matches(idForm) id!: string;
  @Nested(() => MaybeBilingualText) name!: MaybeBilingualText;
  /** A decimal text above zero. */
  @Matches(pointsForm) maxPoints!: string;
}

export class UrgencyBody {
  @IsString() @MaxLength(5_000) justification!: string;
  /** SHA-256 of documents, or what the evidence is. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(2_000, { each: true })
  evidence!: string[];
}

/** What the prequalification notice says beside the tender itself (art. 49). Its completeness is asked at publication. */
export class PrequalificationBody {
  @IsOptional() @Nested(() => MaybeBilingualText) applicationAddress?: MaybeBilingualText;
  @IsArray() @ArrayMaxSize(100) @Nested(() => RequirementBody, true) requirements!: RequirementBody[];
  @IsBoolean() limitSuppliers!: boolean;
  @IsOptional() @IsInt() @Min(0) @Max(10_000) maxSuppliers?: number;
  @IsArray() @ArrayMaxSize(50) @Nested(() => SelectionCriterionBody, true) selectionCriteria!: SelectionCriterionBody[];
  /** The only reason for an application period of fewer than 25 days (art. 50). */
  @IsOptional() @Nested(() => UrgencyBody) urgency?: UrgencyBody;
}
