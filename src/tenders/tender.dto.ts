import { applyDecorators } from '@nestjs/common';
import { PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsInstant, MaybeBilingualText, Money, Nested } from '../platform/fields.js';
import { categories, contractForms, purposes, type Category } from '../rules/art-47-scope.js';
import { openingSteps, type OpeningSteps } from '../rules/custody.js';
import { nonAwardCodes, type NonAwardCode } from '../rules/non-award.js';
import { tenderStates, type TenderState } from '../rules/tender.machine.js';
import { documentTypes, type DocumentType } from './draft-parts.js';
import { SingleSourceBody } from './single-source.dto.js';
import { methods, type Method } from './tender.entity.js';
import { PrequalificationBody } from './prequalification.dto.js';
import { TermsBody } from './tender-terms.dto.js';
import {
  BudgetSourceBody,
  ContractPeriodBody,
  CriterionBody,
  CustodiansBody,
  FeeBody,
  IsItemClass,
  ItemBody,
  LotBody,
  LotLimitsBody,
  MilestoneBody,
  ProjectBody,
  ReductionBody,
  SmePlanBody,
  SpecificationBody,
  ValuationBody,
} from './tender-parts.dto.js';

/** A draft (采购文件草案). Only what makes it a procurement at all is needed at first; the compliance check says what publication needs. */
export class TenderBody {
  @IsIn(methods) method!: Method;
  @IsIn(categories) category!: Category;
  @Nested(() => MaybeBilingualText) title!: MaybeBilingualText;
  @Nested(() => MaybeBilingualText) description!: MaybeBilingualText;
  @IsIn(purposes) purpose!: (typeof purposes)[number];
  @IsIn(contractForms) contractForm!: (typeof contractForms)[number];
  /** Whether the procurement is by contract; true where nothing is said. */
  @IsOptional() @IsBoolean() byContract?: boolean;
  /** Declared every time: such a project is refused and nothing of it is kept (art. 47). */
  @IsBoolean() nationalSecurity!: boolean;
  @IsBoolean() stateSecret!: boolean;
  @IsOptional() @Nested(() => MaybeBilingualText) qualificationRequirements?: MaybeBilingualText;
  /** The kinds of electronic licence that a bidder has to hold, verified, at the deadline (art. 58). */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(200, { each: true })
  licenceTypes?: string[];
  @IsOptional() @IsArray() @ArrayMaxSize(500) @Nested(() => SpecificationBody, true) specifications?: SpecificationBody[];
  @IsOptional() @IsArray() @ArrayMaxSize(100) @Nested(() => CriterionBody, true) criteria?: CriterionBody[];
  @IsOptional() @IsIn(['weighted-score', 'lowest-price']) awardMethod?: 'weighted-score' | 'lowest-price';
  /** How many people evaluate. */
  @IsOptional() @IsInt() @Min(1) @Max(99) evaluators?: number;
  /** How it is decided among the best that stay equal: by lot, drawn and recorded with the report; the procuring entity chooses where nothing is said. */
  @IsOptional() @IsIn(['lot']) tieBreak?: 'lot';
  /** `two`: each bid has two sealed files, and prices are opened once it is decided who qualifies. */
  @IsOptional() @IsIn(openingSteps) openingSteps?: OpeningSteps;
  @IsOptional() @Nested(() => SmePlanBody) smePlan?: SmePlanBody;
  /** Who keeps the two locks; where nobody is named, whoever registers first. */
  @IsOptional() @Nested(() => CustodiansBody) custodians?: CustodiansBody;
  @IsOptional() @Nested(() => FeeBody) documentFee?: FeeBody;
  @IsOptional() @Nested(() => MaybeBilingualText) exclusionClause?: MaybeBilingualText;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(2_000) noEnglishReason?: string;
  @IsOptional() @IsArray() @ArrayMaxSize(10) @Nested(() => ReductionBody, true) reductions?: ReductionBody[];
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(500) legalBasisRef?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(2_000) splittingExplanation?: string;
  @IsOptional() @IsItemClass() itemClass?: string;
  @IsOptional() @IsInt() @Min(2000) @Max(2200) budgetYear?: number;
  @IsOptional() @Nested(() => Money) budget?: Money;
  @IsOptional() @Nested(() => ValuationBody) valuation?: ValuationBody;
  @IsOptional() @Nested(() => MaybeBilingualText) fundingPurpose?: MaybeBilingualText;
  @IsOptional() @Nested(() => BudgetSourceBody) budgetSource?: BudgetSourceBody;
  @IsOptional() @Nested(() => ProjectBody) project?: ProjectBody;
  /** Why this method: asked for by nothing in open tendering, and read by everybody where another one is chosen. */
  @IsOptional() @Nested(() => MaybeBilingualText) procurementMethodRationale?: MaybeBilingualText;
  @IsOptional() @IsArray() @ArrayMaxSize(100) @Nested(() => MilestoneBody, true) milestones?: MilestoneBody[];
  @IsOptional() @Nested(() => ContractPeriodBody) contractPeriod?: ContractPeriodBody;
  @IsOptional() @IsArray() @ArrayMaxSize(200) @Nested(() => LotBody, true) lots?: LotBody[];
  @IsOptional() @Nested(() => LotLimitsBody) lotLimits?: LotLimitsBody;
  @IsOptional() @IsArray() @ArrayMaxSize(500) @Nested(() => ItemBody, true) items?: ItemBody[];
  @IsOptional() @Nested(() => SingleSourceBody) singleSource?: SingleSourceBody;
  /** The own procurement, failed or cancelled, that this one tenders again (重新采购). */
  @IsOptional() @IsUUID() retenderOf?: string;
  /** Currencies, taxes, delivery, languages, payment, consortia: what is not said is as the defaults say. */
  @IsOptional() @Nested(() => TermsBody) terms?: TermsBody;
  /** Of invited tendering alone, as its deadline. */
  @IsOptional() @Nested(() => PrequalificationBody) prequalification?: PrequalificationBody;
  @IsOptional() @IsInstant() applicationsCloseAt?: string;
  /** Under invited tendering no more than a plan: the invitation sets it. */
  @IsOptional() @IsInstant() bidsCloseAt?: string;
  /** When the documents are issued, and the clock of art. 51 begins; with the notice where nothing is said, never before it. */
  @IsOptional() @IsInstant() documentsIssueAt?: string;
}

/** Some fields of the draft; null takes an optional one away. */
export const TenderChanges = PartialType(TenderBody);
export type TenderChanges = InstanceType<typeof TenderChanges>;

/** The documents are issued with it; the bid period of art. 51 counts from then. */
export class InvitationBody {
  @IsInstant() bidsCloseAt!: string;
}

export class CancellationBody {
  /** The eForms code of an end without award; without it the cancellation is refused. */
  @IsOptional() @IsIn(nonAwardCodes) code?: NonAwardCode;
  @IsOptional() @Nested(() => MaybeBilingualText) reason?: MaybeBilingualText;
}

/** What a document is; it travels beside the file, which is the body. */
export class DocumentQuery {
  @IsOptional() @IsIn(documentTypes) documentType?: DocumentType;
  /** ISO 639-1. @example "zh" */
  @IsOptional() @Matches(/^[a-z]{2}$/) language?: string;
  /** Its heading in Chinese, where the file's name does not say it. */
  @IsOptional() @IsTitle() titleZh?: string;
  @IsOptional() @IsTitle() titleEn?: string;
  /** The document of which it is the next version. */
  @IsOptional() @IsUUID() replaces?: string;
}

/** A heading in an address: no control characters, which no heading has and no column keeps. */
function IsTitle(): PropertyDecorator {
  return applyDecorators(IsString(), MaxLength(500), Matches(/^[^\p{Cc}\p{Cs}]*[^\p{Cc}\p{Cs}\p{Z}][^\p{Cc}\p{Cs}]*$/u));
}

export class TenderQuery {
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  @IsOptional() @IsUUID() after?: string;
  @IsOptional() @IsIn(methods) method?: Method;
  @IsOptional() @IsIn(categories) category?: Category;
  @IsOptional() @IsIn([...tenderStates, 'suspended']) state?: TenderState | 'suspended';
  @IsOptional() @IsUUID() procurer?: string;
  @IsOptional() @IsInstant() closingBefore?: string;
  /** Looked for in title, description and number, in Chinese or English. */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) q?: string;
}
