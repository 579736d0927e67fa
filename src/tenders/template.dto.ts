import { IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { Nested } from '../platform/fields.js';
import { TenderBody } from './tender.dto.js';

/** The parts of a draft that do not belong to one procurement. */
export const TemplateContentBody = PartialType(
  PickType(TenderBody, [
    'method',
    'category',
    'title',
    'description',
    'purpose',
    'contractForm',
    'qualificationRequirements',
    'licenceTypes',
    'specifications',
    'criteria',
    'awardMethod',
    'evaluators',
    'tieBreak',
    'openingSteps',
    'smePlan',
    'exclusionClause',
    'prequalification',
    'procurementMethodRationale',
    'itemClass',
  ] as const),
);
export type TemplateContentBody = InstanceType<typeof TemplateContentBody>;

export class TemplateBody {
  @IsString() @IsNotEmpty() @MaxLength(200) name!: string;
  @Nested(() => TemplateContentBody) content!: TemplateContentBody;
}

/** The content, where it is given, takes the place of the whole content before. */
export class TemplateChanges {
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) name?: string;
  @IsOptional() @Nested(() => TemplateContentBody) content?: TemplateContentBody;
}

/** What the draft says beside or instead of the template; the two declarations of art. 47 every time. */
export const TemplateDraftBody = IntersectionType(
  PartialType(OmitType(TenderBody, ['nationalSecurity', 'stateSecret'] as const)),
  PickType(TenderBody, ['nationalSecurity', 'stateSecret'] as const),
);
export type TemplateDraftBody = InstanceType<typeof TemplateDraftBody>;
