import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { BilingualText, IsCivilDay, IsWebAddress, MaybeBilingualText, Nested } from '../platform/fields.js';
import { ApplicantBody } from './member.dto.js';
import {
  entityTypes,
  organizationKinds,
  supplierSizes,
  verificationDecisions,
  type EntityType,
  type OrganizationKind,
  type SupplierSize,
  type VerificationDecision,
} from './organization.entity.js';
import { PrincipalBody } from './principal.dto.js';

export class DesignationBody {
  /** The act that designates the entity. */
  @IsString() @IsNotEmpty() @MaxLength(500) reference!: string;
  @IsCivilDay() validFrom!: string;
  @IsCivilDay() validTo!: string;
}

export class ContactBody {
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) name?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(50) phone?: string;
  @IsOptional() @IsEmail() @MaxLength(254) email?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(50) faxNumber?: string;
  @IsOptional() @IsWebAddress() url?: string;
}

export class OrganizationBody {
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(organizationKinds, { each: true }) kinds!: OrganizationKind[];
  @Nested(() => MaybeBilingualText) name!: MaybeBilingualText;
  /** The name as registered, where everybody calls it otherwise. */
  @IsOptional() @Nested(() => MaybeBilingualText) legalName?: MaybeBilingualText;
  /** `CN-USCC`, or a foreign register named after its country, `DE-HRB`. */
  @Matches(/^[A-Z]{2}-[A-Z0-9]{1,20}$/) scheme!: string;
  @IsString() @IsNotEmpty() @MaxLength(100) identifier!: string;
  /** ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/) country!: string;
  @IsOptional() @IsIn(entityTypes) entityType?: EntityType;
  @IsOptional() @IsBoolean() inZone?: boolean;
  @IsOptional() @Nested(() => DesignationBody) designation?: DesignationBody;
  @IsOptional() @IsUUID() parentId?: string;
  @IsOptional() @IsIn(supplierSizes) smeSize?: SupplierSize;
  @IsOptional() @Nested(() => MaybeBilingualText) address?: MaybeBilingualText;
  /** Public where the organisation procures: its notices name whom to turn to. Of others only their own people and registrars see it. */
  @IsOptional() @Nested(() => ContactBody) contact?: ContactBody;
  /** May be stated later, too. */
  @IsOptional() @Nested(() => PrincipalBody) principal?: PrincipalBody;
  /** Required from a person the platform does not know yet. */
  @IsOptional() @Nested(() => ApplicantBody) applicant?: ApplicantBody;
}

/** A document relied on: its SHA-256 and what it is; the document itself stays with whoever holds it. */
export class EvidenceBody {
  @Matches(/^[0-9a-f]{64}$/) sha256!: string;
  @Nested(() => MaybeBilingualText) title!: MaybeBilingualText;
}

/** What the registrar found; what is absent stays as the organisation stated it. */
export class VerificationBody {
  /** `verified` where it is absent. */
  @IsOptional() @IsIn(verificationDecisions) decision?: VerificationDecision;
  /** Why it is refused or suspended. */
  @IsOptional() @Nested(() => BilingualText) reason?: BilingualText;
  @IsOptional() @IsArray() @ArrayMaxSize(50) @Nested(() => EvidenceBody, true) evidence?: EvidenceBody[];
  /** On what papers or registers the registrar relied. */
  @Nested(() => MaybeBilingualText) basis!: MaybeBilingualText;
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(organizationKinds, { each: true }) kinds?: OrganizationKind[];
  @IsOptional() @IsIn(entityTypes) entityType?: EntityType;
  @IsOptional() @IsBoolean() inZone?: boolean;
  @IsOptional() @Nested(() => DesignationBody) designation?: DesignationBody;
  @IsOptional() @IsUUID() parentId?: string;
  @IsOptional() @IsIn(supplierSizes) smeSize?: SupplierSize;
  /** Organisations it controls beside those that name it as parent. */
  @IsOptional() @IsArray() @ArrayMaxSize(200) @ArrayUnique() @IsUUID(undefined, { each: true }) controls?: string[];
}

/** What an organisation says to a refusal or suspension of its verification, with its papers. */
export class VerificationRequestBody {
  @Nested(() => MaybeBilingualText) statement!: MaybeBilingualText;
  @IsOptional() @IsArray() @ArrayMaxSize(50) @Nested(() => EvidenceBody, true) evidence?: EvidenceBody[];
}

/** What a registrar found of a licence, or of a principal. */
export class FindingBody {
  @IsIn(['verified', 'refused']) decision!: 'verified' | 'refused';
  /** With what register or issuer it was compared. */
  @Nested(() => MaybeBilingualText) basis!: MaybeBilingualText;
  /** Why it is refused; of a refusal alone. */
  @IsOptional() @Nested(() => BilingualText) reason?: BilingualText;
}

export class LicenceBody {
  @IsString() @IsNotEmpty() @MaxLength(200) type!: string;
  @IsString() @IsNotEmpty() @MaxLength(200) number!: string;
  @Nested(() => MaybeBilingualText) issuer!: MaybeBilingualText;
  /** The holder's unified social credit code, or its name. */
  @IsString() @IsNotEmpty() @MaxLength(500) holder!: string;
  @IsCivilDay() validFrom!: string;
  @IsOptional() @IsCivilDay() validTo?: string;
  @IsOptional() @Matches(/^[0-9a-f]{64}$/) documentSha256?: string;
}
