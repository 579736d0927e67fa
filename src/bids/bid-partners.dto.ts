import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { MaybeBilingualText, Nested } from '../platform/fields.js';
import { partnersMax, partnerShareForm } from './partner-share.js';
import { supplierSizes, type SupplierSize } from '../organizations/organization.entity.js';

/** A member that is not registered here. */
export class MemberIdentity {
  /** `CN-USCC`, or a foreign register named after its country, `DE-HRB`. */
  @Matches(/^[A-Z]{2}-[A-Z0-9]{1,20}$/) scheme!: string;
  @IsString() @IsNotEmpty() @MaxLength(100) identifier!: string;
  /** ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/) country!: string;
  @Nested(() => MaybeBilingualText) name!: MaybeBilingualText;
}

/** One supplier of a consortium: an organisation registered here, or `identity`. */
export class ConsortiumMember {
  @ValidateIf((member: ConsortiumMember) => member.identity === undefined || member.organizationId !== undefined)
  @IsUUID()
  organizationId?: string;
  @IsOptional() @Nested(() => MemberIdentity) identity?: MemberIdentity;
  /** What it gets of the contract. @example "0.40" */
  @Matches(partnerShareForm) share!: string;
  /** The leader (牵头人) hands the bid in. */
  @IsOptional() @IsBoolean() leader?: boolean;
  /** As declared in the 中小企业声明函; large where nothing is declared, the leader's as in `smeDeclaration`. */
  @IsOptional() @IsIn(supplierSizes) size?: SupplierSize;
}

/** The consortium agreement (联合体协议). */
export class Consortium {
  @IsArray() @ArrayMinSize(2) @ArrayMaxSize(partnersMax) @Nested(() => ConsortiumMember, true) members!: ConsortiumMember[];
  /** That all members answer jointly and severally (连带责任). */
  @IsBoolean() jointLiability!: boolean;
}

/** A part of the contract that the bidder means to have done by another (分包意向). */
export class Subcontract {
  @IsString() @IsNotEmpty() @MaxLength(200) name!: string;
  /** What it gets of the contract. @example "0.30" */
  @Matches(partnerShareForm) share!: string;
  /** What it does. */
  @IsString() @IsNotEmpty() @MaxLength(2_000) part!: string;
  /** As declared in the 中小企业声明函; large where nothing is declared. */
  @IsOptional() @IsIn(supplierSizes) size?: SupplierSize;
}
