import {
  ArrayMaxSize,
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
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { IsCivilDay, IsMoneyAmount, IsWebAddress, MaybeBilingualText, Money, Nested } from '../platform/fields.js';
import { reductionGrounds, type ReductionGround } from '../rules/bid-period-reductions.js';
import { reservations, type Reservation } from '../rules/reserved-suppliers.js';
import { itemClassIsWellFormed } from '../rules/item-class.js';
import { specificationConcerns, type SpecificationConcern } from '../rules/specification-link.js';
import { milestoneTypes } from './draft-parts.js';

export const pointsForm = /^(?!0+(?:\.0+)?$)(?:0|[1-9]\d{0,5})(?:\.\d{1,2})?$/;
const shareForm = /^(?:0(?:\.\d{1,4})?|1(?:\.0{1,4})?)$/;
export const idForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** A code of the item catalogue (品目分类目录). */
export function IsItemClass(): PropertyDecorator {
  return ValidateBy({
    name: 'isItemClass',
    validator: {
      validate: (value) => typeof value === 'string' && itemClassIsWellFormed(value),
      defaultMessage: () => 'must be a code of the item catalogue, A02320000 必须是品目分类目录的代码。',
    },
  });
}

export class SpecificationBody {
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(500) brand?: string;
  @IsOptional() @IsBoolean() orEquivalent?: boolean;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(2_000) reason?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) standard?: string;
  @IsOptional() @IsIn(specificationConcerns) concern?: SpecificationConcern;
  /** The items it is asked of. */
  @IsOptional() @IsArray() @ArrayMaxSize(500) @Matches(idForm, { each: true }) itemIds?: string[];
  /** What it has to do with the object, where it names no item. */
  @IsOptional() @Nested(() => MaybeBilingualText) link?: MaybeBilingualText;
}

export class CriterionBody {
  @Matches(idForm) id!: string;
  @Nested(() => MaybeBilingualText) name!: MaybeBilingualText;
  @IsIn(['price', 'quality']) kind!: 'price' | 'quality';
  /** A decimal text above zero; all weights sum to 100. */
  @Matches(pointsForm) weight!: string;
  @Matches(pointsForm) maxScore!: string;
}

export class ReductionBody {
  @IsIn(reductionGrounds) ground!: ReductionGround;
  @IsString() @MaxLength(5_000) justification!: string;
  /** The planned notice that the ground `plannedNotice` rests on. */
  @IsOptional() @IsUUID() plannedNoticeId?: string;
  @IsOptional() @IsCivilDay() plannedNoticeOn?: string;
}

export class SmePlanBody {
  @IsOptional() @Matches(shareForm) priceDeduction?: string;
  @IsOptional() @Matches(shareForm) consortiumDeduction?: string;
  @IsOptional() @Matches(shareForm) reservedShare?: string;
  /** The whole procurement is for small and medium-sized suppliers, or for small and micro ones. */
  @IsOptional() @IsIn(reservations) reservedFor?: Reservation;
  @IsOptional() @IsBoolean() subcontractAllowed?: boolean;
  @IsOptional() @Nested(() => MaybeBilingualText) note?: MaybeBilingualText;
}

/** One organisation a lock. */
export class CustodiansBody {
  @IsUUID() A!: string;
  @IsUUID() B!: string;
}

export class FeeBody {
  @IsMoneyAmount() amount!: string;
  @IsIn(['CNY']) currency!: 'CNY';
  @IsOptional() @IsString() @MaxLength(2_000) reason?: string;
}

export class ContractValueBody {
  @Nested(() => Money) base!: Money;
  @IsOptional() @Nested(() => Money) fees?: Money;
  @IsOptional() @Nested(() => Money) commissions?: Money;
  @IsOptional() @Nested(() => Money) premiums?: Money;
  @IsOptional() @Nested(() => Money) interest?: Money;
  @IsOptional() @Nested(() => Money) otherRevenue?: Money;
  @IsOptional() @IsArray() @ArrayMaxSize(100) @Nested(() => Money, true) options?: Money[];
}

export class LeaseBody {
  @Nested(() => Money) monthly!: Money;
  /** Null for a lease without an end. */
  @ValidateIf((lease: LeaseBody) => lease.months !== null)
  @IsInt()
  @Min(1)
  @Max(1_200)
  months!: number | null;
}

/** One of the three: contracts, a lease, or a value that is not known yet (it then counts as at the threshold). */
export class ValuationBody {
  @IsOptional() @IsArray() @ArrayMaxSize(200) @Nested(() => ContractValueBody, true) contracts?: ContractValueBody[];
  @IsOptional() @Nested(() => LeaseBody) lease?: LeaseBody;
  @IsOptional() @IsIn([true]) unknown?: true;
}

export class LotBody {
  @Matches(idForm) id!: string;
  @Nested(() => MaybeBilingualText) title!: MaybeBilingualText;
  @IsOptional() @Nested(() => Money) value?: Money;
  /** Its own budget or price ceiling; a bid over it is invalid for the lot. Without one the tender's budget bounds it. */
  @IsOptional() @Nested(() => Money) budget?: Money;
  /** This lot alone is for small and medium-sized suppliers, or for small and micro ones. */
  @IsOptional() @IsIn(reservations) reservedFor?: Reservation;
}

/** How many lots one supplier may bid for and win (限投、限中), and in which order they are gone through. */
export class LotLimitsBody {
  @IsOptional() @IsInt() @Min(1) @Max(200) bidMax?: number;
  @IsOptional() @IsInt() @Min(1) @Max(200) awardMax?: number;
  /** All lots by their ids; without it the order of the lots. Whoever has won `awardMax` of the earlier ones is passed over. */
  @IsOptional() @IsArray() @ArrayMaxSize(200) @Matches(idForm, { each: true }) order?: string[];
}

/** A class in another scheme than the item catalogue, `CPV` or `UNSPSC`, for suppliers who search by it. */
export class ClassificationBody {
  @Matches(/^[A-Za-z][A-Za-z0-9._-]{0,31}$/) scheme!: string;
  @IsString() @IsNotEmpty() @MaxLength(100) id!: string;
  @IsOptional() @Nested(() => MaybeBilingualText) description?: MaybeBilingualText;
  @IsOptional() @IsWebAddress() uri?: string;
}

export class ItemBody {
  @Matches(idForm) id!: string;
  @Nested(() => MaybeBilingualText) description!: MaybeBilingualText;
  /** The lot (标包) that it belongs to. */
  @IsOptional() @Matches(idForm) lotId?: string;
  @IsOptional() @Matches(/^(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?$/) quantity?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) unit?: string;
  /** What one unit is estimated at. */
  @IsOptional() @Nested(() => Money) unitPrice?: Money;
  @IsOptional() @IsItemClass() itemClass?: string;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Nested(() => ClassificationBody, true)
  additionalClassifications?: ClassificationBody[];
}

export class ContractPeriodBody {
  @IsCivilDay() from!: string;
  @IsCivilDay() to!: string;
  /** Up to when it may be extended at most: an option, whose price the valuation counts (art. 52). */
  @IsOptional() @IsCivilDay() maxExtentOn?: string;
}

/** The project (项目) whose budget pays for the procurement. */
export class ProjectBody {
  @IsString() @IsNotEmpty() @MaxLength(100) id!: string;
  @Nested(() => MaybeBilingualText) name!: MaybeBilingualText;
}

/** The line of the budget (预算指标、采购计划编号), so that the money can be traced in the published budget. */
export class BudgetSourceBody {
  @IsString() @IsNotEmpty() @MaxLength(100) id!: string;
  @IsOptional() @IsWebAddress() uri?: string;
}

/** A step announced with the procurement: a market consultation held, a site visit, a delivery. */
export class MilestoneBody {
  @Matches(idForm) id!: string;
  @IsIn(milestoneTypes) type!: (typeof milestoneTypes)[number];
  @Nested(() => MaybeBilingualText) title!: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) description?: MaybeBilingualText;
  @IsCivilDay() dueOn!: string;
  /** Where it has been met before the publication. */
  @IsOptional() @IsCivilDay() metOn?: string;
}
