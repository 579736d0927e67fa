import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsCivilDay, MaybeBilingualText, Money, Nested } from '../platform/fields.js';
import { changeMatters, type ChangeMatter } from '../rules/contract-life.js';
import { acceptanceExtents, acceptanceOutcomes, participantSides } from './contract-life.entity.js';

export class ContractChangeBody {
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(changeMatters, { each: true }) touches!: ChangeMatter[];
  /** The clause of the contract or article of the law that it rests on. */
  @IsString() @IsNotEmpty() @MaxLength(500) basis!: string;
  @Nested(() => MaybeBilingualText) description!: MaybeBilingualText;
  @Nested(() => MaybeBilingualText) reasons!: MaybeBilingualText;
  /** What more of the same costs (采购法 art. 49). */
  @IsOptional() @Nested(() => Money) added?: Money;
}

export class ChangeDecisionBody {
  @IsIn(['published', 'rejected']) decision!: 'published' | 'rejected';
  /** Why it is rejected. */
  @IsOptional() @Nested(() => MaybeBilingualText) reason?: MaybeBilingualText;
}

export class AcceptanceParticipantBody {
  @IsString() @IsNotEmpty() @MaxLength(200) name!: string;
  @IsString() @IsNotEmpty() @MaxLength(200) organization!: string;
  @IsIn(participantSides) side!: (typeof participantSides)[number];
}

/** Each technical, service and safety standard with whether it is met (实施条例 art. 45). */
export class AcceptanceFindingBody {
  @IsString() @IsNotEmpty() @MaxLength(2000) requirement!: string;
  @IsBoolean() met!: boolean;
  @IsOptional() @Nested(() => MaybeBilingualText) note?: MaybeBilingualText;
}

export class ContractAcceptanceBody {
  @IsIn(acceptanceExtents) extent!: (typeof acceptanceExtents)[number];
  @IsIn(acceptanceOutcomes) outcome!: (typeof acceptanceOutcomes)[number];
  /** Not before the signing, not in the future. */
  @IsCivilDay() heldOn!: string;
  @Nested(() => MaybeBilingualText) subject!: MaybeBilingualText;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @Nested(() => AcceptanceParticipantBody, true)
  participants!: AcceptanceParticipantBody[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @Nested(() => AcceptanceFindingBody, true) findings!: AcceptanceFindingBody[];
  @IsOptional() @IsCivilDay() remedyBy?: string;
}

export class ContractPaymentBody {
  /** What is paid for: the milestone (付款节点). */
  @Nested(() => MaybeBilingualText) title!: MaybeBilingualText;
  @Nested(() => Money) amount!: Money;
  /** The day of the delivery or acceptance from which the days count. */
  @IsCivilDay() from!: string;
  /** As the documents say, else 30, where nothing is said. */
  @IsOptional() @IsInt() @Min(0) @Max(365) days?: number;
  @IsOptional() @IsBoolean() isFinal?: boolean;
  /** Why less than the contract is paid in the end. */
  @IsOptional() @Nested(() => MaybeBilingualText) deduction?: MaybeBilingualText;
}

export class SettlementOfPaymentBody {
  /** The day it was paid: not before the approval, not in the future. */
  @IsCivilDay() on!: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) reference?: string;
}
